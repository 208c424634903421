// What the engine says is English; here is what other languages say instead, by id. What is missing stays English.

import type { Control, PresetInfo } from '../../worker/protocol.ts';
import type { Language } from '../store/state.ts';
import { zhControls, zhPresets } from './zh-engine.ts';

export function presetText(preset: PresetInfo, language: Language): PresetInfo {
  return language === 'zh' ? { ...preset, ...zhPresets[preset.id] } : preset;
}

export function controlText(control: Control, language: Language): Control {
  return language === 'zh' ? { ...control, ...zhControls[control.id] } : control;
}
