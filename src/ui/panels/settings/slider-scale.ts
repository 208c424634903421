// Between the position of a slider (0 to 1) and the value that it stands for.

/** Logarithmic scales need a smallest value above 0. */
const FLOOR = 1e-12;

export function toSlider(value: number, min: number, max: number, logarithmic = false): number {
  if (!logarithmic) return (value - min) / (max - min);
  const low = Math.log(Math.max(min, FLOOR));
  return (Math.log(Math.max(value, FLOOR)) - low) / (Math.log(max) - low);
}

/** Three significant digits: what a hand can aim at. */
export function fromSlider(position: number, min: number, max: number, logarithmic = false): number {
  if (!logarithmic) return round(min + position * (max - min));
  const low = Math.log(Math.max(min, FLOOR));
  return round(Math.exp(low + position * (Math.log(max) - low)));
}

const round = (value: number): number => Number(value.toPrecision(3));
