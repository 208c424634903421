/** What a person's code may use. */
export interface Limits {
  readonly milliseconds: number;
  readonly memoryBytes: number;
  readonly stackBytes: number;
  /** Characters of the description that it makes. */
  readonly resultCharacters: number;
}

export const LIMITS: Limits = {
  milliseconds: 2000,
  memoryBytes: 32 * 2 ** 20,
  stackBytes: 128 * 2 ** 10,
  resultCharacters: 2_000_000,
};
