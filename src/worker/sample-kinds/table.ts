import type { SampleKind } from '../../presets/preset.ts';
import { imageClass } from './image-class.ts';
import { imagePair } from './image-pair.ts';
import { imageSequence } from './image-sequence.ts';
import { clipQuestion, imageQuestion } from './questions.ts';
import type { SampleKindDef } from './sample-kind.ts';
import { tableClass } from './table-class.ts';
import { textClass } from './text-class.ts';
import { textPair } from './text-pair.ts';

const KINDS = {
  'image-class': imageClass,
  'table-class': tableClass,
  'image-sequence': imageSequence,
  'image-pair': imagePair,
  'text-class': textClass,
  'text-pair': textPair,
  'image-question': imageQuestion,
  'clip-question': clipQuestion,
} satisfies Record<SampleKind, unknown>;

/** How samples of a preset's kind are shown and tried. */
export const sampleKind = (kind: SampleKind): SampleKindDef => KINDS[kind] as unknown as SampleKindDef;
