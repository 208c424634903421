import type { ComponentType } from 'react';
import type { TextKey } from '../i18n/text.ts';

export type Area = 'presets' | 'centre' | 'charts' | 'samples' | 'side';

/** A panel of the page: one folder, and one line in the table. */
export interface PanelSpec {
  readonly id: string;
  readonly area: Area;
  readonly title: TextKey;
  readonly Component: ComponentType;
}
