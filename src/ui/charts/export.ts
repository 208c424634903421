// Charts as files: what is drawn as PNG, what it was drawn from as CSV.

import type { EpochLogs } from '../../worker/protocol.ts';
import { saveFile } from '../format/save-file.ts';
import type { ColumnStore } from './column-store.ts';
import type { Curve } from './curve.ts';

/** Saves the canvas on the page's background. */
export function savePng(canvas: HTMLCanvasElement, title: string): void {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d')!;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--bg');
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => blob && saveFile(blob, `${title}.png`), 'image/png');
}

/** Saves every step, unthinned and unsmoothed; values of epochs stand at the step at which the epoch ended. */
export function saveCsv(
  series: ColumnStore,
  epochs: readonly EpochLogs[],
  curves: readonly Curve[],
  title: string,
): void {
  saveFile(new Blob([toCsv(series, epochs, curves)], { type: 'text/csv' }), `${title}.csv`);
}

export function toCsv(series: ColumnStore, epochs: readonly EpochLogs[], curves: readonly Curve[]): string {
  const own = curves.filter(({ from }) => from === 'steps' || from === 'looks' || from === 'epochs');
  const steps = series.column('step');
  const columns = own.map((curve) => series.column(curve.column));
  const ends = new Map(epochs.map((one) => [one.step, one.logs]));
  const lines = [['step', ...own.map((curve) => curve.column)].join(',')];
  for (let row = 0; row < steps.length; row++) {
    const logs = ends.get(steps[row]!);
    const cells = own.map((curve, i) => (curve.from === 'epochs' ? logs?.[curve.column] : columns[i]![row]));
    lines.push([steps[row], ...cells.map((cell) => (Number.isFinite(cell) ? cell : ''))].join(','));
  }
  return `${lines.join('\n')}\n`;
}
