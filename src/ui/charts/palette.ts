// Colours of the tokens as a canvas needs them.

export interface Palette {
  readonly line: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly fault: string;
  readonly surface: string;
  readonly font: string;
  /** Value of any custom property. */
  readonly of: (property: string) => string;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const of = (property: string) => style.getPropertyValue(property).trim();
  return {
    line: of('--line'),
    ink2: of('--ink-2'),
    ink3: of('--ink-3'),
    fault: of('--fault'),
    surface: of('--bg'),
    font: of('--sans'),
    of,
  };
}
