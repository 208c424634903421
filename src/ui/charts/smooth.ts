// Exponential moving average of a growing column, continued where it stopped.

/**
 * m ← w·m + (1 − w)·x,  shown as m / (1 − wᵗ): without the correction the curve would start at 0.
 */
export class Smoother {
  #weight = 0;
  #values = new Float64Array();
  #done = 0;
  #mean = 0;
  #norm = 0;

  /** The average after each row; a view valid until the next call. */
  update(column: Float64Array, weight: number): Float64Array {
    if (weight !== this.#weight || column.length < this.#done) this.#restart(weight);
    this.#grow(column.length);
    for (let row = this.#done; row < column.length; row++) this.#values[row] = this.#next(column[row]!);
    this.#done = column.length;
    return this.#values.subarray(0, column.length);
  }

  #next(value: number): number {
    if (!Number.isFinite(value)) return Number.NaN;
    this.#mean = this.#weight * this.#mean + (1 - this.#weight) * value;
    this.#norm = this.#weight * this.#norm + (1 - this.#weight);
    return this.#mean / this.#norm;
  }

  #restart(weight: number): void {
    this.#weight = weight;
    this.#done = 0;
    this.#mean = 0;
    this.#norm = 0;
  }

  #grow(rows: number): void {
    if (rows <= this.#values.length) return;
    const grown = new Float64Array(2 ** Math.ceil(Math.log2(rows)));
    grown.set(this.#values);
    this.#values = grown;
  }
}
