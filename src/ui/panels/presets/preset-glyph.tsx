import styles from './preset-glyph.module.css';

/** Dots and lines: the shape of each preset's graph at a glance. Columns of dots, top to bottom, and who feeds whom. */
const SHAPES: Readonly<
  Record<
    string,
    { dots: readonly (readonly [number, number])[]; lines: readonly (readonly [number, number])[] }
  >
> = {
  'mnist-mlp': {
    dots: [
      [12, 3],
      [12, 9],
      [12, 15],
      [12, 21],
    ],
    lines: [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  },
  'own-table': {
    dots: [
      [4, 4],
      [12, 4],
      [20, 4],
      [8, 12],
      [16, 12],
      [12, 20],
    ],
    lines: [
      [0, 3],
      [1, 3],
      [1, 4],
      [2, 4],
      [3, 5],
      [4, 5],
    ],
  },
  'digit-sequence': {
    dots: [
      [4, 4],
      [12, 4],
      [20, 4],
      [4, 20],
      [12, 20],
      [20, 20],
    ],
    lines: [
      [0, 3],
      [1, 4],
      [2, 5],
    ],
  },
  headline: {
    dots: [
      [8, 3],
      [8, 10],
      [19, 10],
      [13, 16],
      [3, 21],
      [13, 22],
    ],
    lines: [
      [0, 1],
      [1, 3],
      [2, 3],
      [1, 4],
      [3, 5],
    ],
  },
  'tweet-pair': {
    dots: [
      [5, 3],
      [19, 3],
      [5, 11],
      [19, 11],
      [12, 16],
      [12, 22],
    ],
    lines: [
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5],
    ],
  },
  inception: {
    dots: [
      [12, 3],
      [4, 11],
      [12, 11],
      [20, 11],
      [12, 20],
    ],
    lines: [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 4],
      [2, 4],
      [3, 4],
    ],
  },
  residual: {
    dots: [
      [12, 3],
      [7, 11],
      [12, 19],
      [17, 11],
    ],
    lines: [
      [0, 1],
      [1, 2],
      [0, 3],
      [3, 2],
    ],
  },
  'digit-pair': {
    dots: [
      [5, 3],
      [19, 3],
      [5, 11],
      [19, 11],
      [12, 16],
      [12, 22],
    ],
    lines: [
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5],
    ],
  },
  vqa: {
    dots: [
      [5, 3],
      [19, 3],
      [5, 9],
      [19, 9],
      [12, 15],
      [12, 21],
    ],
    lines: [
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5],
    ],
  },
  'video-qa': {
    dots: [
      [3, 3],
      [9, 3],
      [20, 3],
      [6, 10],
      [20, 10],
      [12, 16],
      [12, 22],
    ],
    lines: [
      [0, 3],
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 5],
      [5, 6],
    ],
  },
};

export function PresetGlyph({ id }: { readonly id: string }) {
  const shape = SHAPES[id] ?? SHAPES['mnist-mlp']!;
  return (
    <svg className={styles.glyph} viewBox="0 0 24 25" width="24" height="25" aria-hidden="true">
      {shape.lines.map(([from, to]) => (
        <line
          key={`${from}-${to}`}
          x1={shape.dots[from]![0]}
          y1={shape.dots[from]![1]}
          x2={shape.dots[to]![0]}
          y2={shape.dots[to]![1]}
        />
      ))}
      {shape.dots.map(([x, y]) => (
        <circle key={`${x}-${y}`} cx={x} cy={y} r="2.2" />
      ))}
    </svg>
  );
}
