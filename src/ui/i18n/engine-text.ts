// What the engine says is English; here is what other languages say instead. What is missing stays English.

import type { Control, PresetInfo } from '../../worker/protocol.ts';
import type { Language, Opened } from '../store/state.ts';
import { zhPresets, zhWords } from './zh-engine.ts';

export function presetText(preset: PresetInfo, language: Language): PresetInfo {
  const found = language === 'zh' ? zhPresets[preset.id] : undefined;
  return found ? { ...preset, title: found.title, teaches: found.teaches, data: found.data } : preset;
}

/** The page of a preset: what it is, what to try, and where its data come from. */
export function pageText(preset: string, page: Opened['page'], language: Language): Opened['page'] {
  const found = language === 'zh' ? zhPresets[preset] : undefined;
  return found ? { ...page, about: found.about, tryThis: found.tryThis } : page;
}

/** A setting; the values of a choice stay what they are, see `optionText`. */
export function controlText(control: Control, language: Language): Control {
  if (language === 'en') return control;
  const unit = control.unit === undefined ? {} : { unit: wordIn(control.unit) };
  return { ...control, label: wordIn(control.label), help: wordIn(control.help), ...unit };
}

/** One of the options of a choice as the person reads it. */
export const optionText = (option: string, language: Language): string =>
  language === 'en' ? option : wordIn(option);

/** Help and labels that the engine makes of names: those of optimizers and losses. */
const MADE: readonly (readonly [RegExp, string])[] = [
  [/^(.+) of (\w+)\. Takes effect with the next step\.$/, '$2 的 $1。从下一步起生效。'],
  [/^Weight of (.+)$/, '$1 的权重'],
  [
    /^Factor of the loss of (.+) in the total\. Takes effect with the next step\.$/,
    '$1 的损失在总损失中的系数。从下一步起生效。',
  ],
];

function wordIn(text: string): string {
  const known = zhWords[text];
  if (known !== undefined) return known;
  const made = MADE.find(([pattern]) => pattern.test(text));
  return made ? text.replace(made[0], made[1]) : text;
}
