const COLORS = ['--data-4', '--data-6', '--data-5', '--ink-3'];

/** Colour of the n-th kept run that is drawn over the current one. */
export const runColor = (index: number): string => COLORS[index % COLORS.length] ?? '--ink-3';
