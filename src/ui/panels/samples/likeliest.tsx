import { Bar, Bars } from './bar.tsx';

interface LikeliestProps {
  /** Null: not known yet. */
  readonly probabilities: readonly number[] | null;
  /** Of all classes; classes without a name go by their number. */
  readonly classNames: readonly string[];
  readonly classes?: number;
}

const MOST_CLASSES = 12;

/** A bar for each class, in their own order; of many classes the likeliest. */
export function Likeliest({
  probabilities,
  classNames,
  classes = probabilities?.length ?? classNames.length,
}: LikeliestProps) {
  const share = (index: number) => probabilities?.[index] ?? null;
  const all = [...Array(classes).keys()];
  const shown =
    classes <= MOST_CLASSES
      ? all
      : all.sort((a, b) => (share(b) ?? 0) - (share(a) ?? 0)).slice(0, MOST_CLASSES);
  const best = probabilities === null ? -1 : probabilities.indexOf(Math.max(...probabilities));
  return (
    <Bars>
      {shown.map((index) => (
        <Bar
          key={index}
          name={classNames[index] ?? String(index)}
          share={share(index)}
          strong={index === best}
        />
      ))}
    </Bars>
  );
}
