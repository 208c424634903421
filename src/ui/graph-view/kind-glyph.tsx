import { GLYPHS, type Kind } from './kinds.ts';

export const KindGlyph = ({ kind }: { readonly kind: Kind }) => (
  <svg viewBox="0 0 12 12" width="12" height="12" fill="none" stroke="currentColor" aria-hidden="true">
    <path d={GLYPHS[kind]} strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
