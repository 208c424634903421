import { useMemo } from 'react';
import { formatMetric, formatSetting } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';
import type { Marks } from './marks.ts';

/** What is marked in the chart of a metric: ends of epochs, edits, NaN, the base rate. */
export function useMarks(metric: string): Marks {
  const t = useText();
  const { epochs, edits, nan, baseRates, controls } = useAppShallow(({ training, model }) => ({
    epochs: training.epochs,
    edits: training.edits,
    nan: training.nan,
    baseRates: model.opened?.baseRates,
    controls: model.controls,
  }));
  return useMemo(() => {
    const labelOf = (id: string) => controls.find((control) => control.id === id)?.label ?? id;
    const base = baseRates?.[metric];
    return {
      epochs: epochs.map((one) => one.step),
      edits: edits.map(({ step, id, value }) => ({
        step,
        text: `${labelOf(id)} ${typeof value === 'number' ? formatSetting(value) : value}`,
      })),
      nan: nan?.step ?? null,
      baseRate:
        base === undefined
          ? null
          : { value: base, text: t('chart.baseRate', { value: formatMetric(metric, base) }) },
    };
  }, [epochs, edits, nan, baseRates, controls, metric, t]);
}
