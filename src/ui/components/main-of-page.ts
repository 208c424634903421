/** Where what floats above the page belongs: within a landmark, else screen readers that go from one to the next pass over it. */
export const mainOfPage = (): HTMLElement | null => document.querySelector('main');
