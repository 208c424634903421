import { useMemo } from 'react';
import { formatMetric, formatSetting } from '../format/numbers.ts';
import { useAppShallow, useText } from '../hooks/app-context.ts';
import { controlText } from '../i18n/engine-text.ts';
import type { Marks } from './marks.ts';

/** What is marked in the chart of a metric: ends of epochs, edits, NaN, the base rate. */
export function useMarks(metric: string): Marks {
  const t = useText();
  const { epochs, edits, nan, base, controls, language } = useAppShallow(({ training, model, view }) => ({
    epochs: training.epochs,
    edits: training.edits,
    nan: training.nan,
    base: baseRateOf(metric, model.opened?.baseRates, model.opened?.model.outputs[0]?.name),
    controls: model.controls,
    language: view.language,
  }));
  return useMemo(() => {
    const labelOf = (id: string) => {
      const control = controls.find((one) => one.id === id);
      return control ? controlText(control, language).label : id;
    };
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
  }, [epochs, edits, nan, base, controls, language, metric, t]);
}

/** The engine gives the accuracy of always saying the same, by output; here that of the first. */
function baseRateOf(
  metric: string,
  rates: Readonly<Record<string, number>> | undefined,
  output: string | undefined,
): number | undefined {
  return rates?.[metric] ?? (metric.includes('accuracy') && output ? rates?.[output] : undefined);
}
