import { idColumn } from './column.ts';
import type { Column } from './types.ts';
import type { Vocabulary } from './words.ts';

/** Collects questions with their answers, and makes the columns `question`, `answer`, `kind` of them. */
export class QuestionPool {
  readonly #questions: Int32Array;
  readonly #answers: Uint8Array;
  readonly #kinds: Uint8Array;
  readonly #vocabulary: Vocabulary;
  readonly #length: number;
  #filled = 0;

  constructor(samples: number, length: number, vocabulary: Vocabulary) {
    this.#questions = new Int32Array(samples * length);
    this.#answers = new Uint8Array(samples);
    this.#kinds = new Uint8Array(samples);
    this.#vocabulary = vocabulary;
    this.#length = length;
  }

  add(text: string, kind: number, answer: number): void {
    const i = this.#filled++;
    this.#vocabulary.encode(text, this.#length, this.#questions, i * this.#length);
    this.#answers[i] = answer;
    this.#kinds[i] = kind;
  }

  columns(answers: readonly string[], kinds: readonly string[]): Column[] {
    return [
      idColumn('question', this.#questions, this.#vocabulary.names, [this.#length]),
      idColumn('answer', this.#answers, answers),
      idColumn('kind', this.#kinds, kinds),
    ];
  }
}

/** Row of the shared picture or clip for each of its `each` questions: 0, 0, …, 1, 1, … */
export function rowsPerQuestion(pictures: number, each: number): Uint32Array {
  return Uint32Array.from({ length: pictures * each }, (_, i) => Math.floor(i / each));
}
