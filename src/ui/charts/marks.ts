// What is drawn behind and over the curves: ends of epochs, edits as flags, base rate, the step where NaN came.

import uPlot from 'uplot';
import type { Palette } from './palette.ts';

export interface Marks {
  readonly epochs: readonly number[];
  readonly edits: readonly { readonly step: number; readonly text: string }[];
  readonly nan: number | null;
  readonly baseRate: { readonly value: number; readonly text: string } | null;
}

/** Draws the marks of the moment; `current` is asked at every drawing. */
export function marksPlugin(current: () => Marks, palette: Palette): uPlot.Plugin {
  return {
    hooks: {
      drawClear: (plot) => drawBehind(plot, current(), palette),
      draw: (plot) => drawOver(plot, current(), palette),
    },
  };
}

function within(plot: uPlot, draw: (context: CanvasRenderingContext2D, ratio: number) => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx, uPlot.pxRatio);
  ctx.restore();
}

function drawBehind(plot: uPlot, marks: Marks, palette: Palette): void {
  within(plot, (context, ratio) => {
    context.strokeStyle = palette.line;
    context.lineWidth = ratio;
    for (const step of marks.epochs) vertical(plot, context, step);
  });
}

function vertical(plot: uPlot, context: CanvasRenderingContext2D, step: number): number {
  const x = Math.round(plot.valToPos(step, 'x', true));
  context.beginPath();
  context.moveTo(x, plot.bbox.top);
  context.lineTo(x, plot.bbox.top + plot.bbox.height);
  context.stroke();
  return x;
}

function drawOver(plot: uPlot, marks: Marks, palette: Palette): void {
  within(plot, (context, ratio) => {
    context.font = `${11 * ratio}px ${palette.font}`;
    context.lineWidth = ratio;
    if (marks.baseRate) drawBaseRate(plot, context, ratio, marks.baseRate, palette);
    for (const [index, edit] of marks.edits.entries())
      drawFlag(plot, context, ratio, edit, index, palette.ink2, palette.surface);
    if (marks.nan !== null)
      drawFlag(
        plot,
        context,
        ratio,
        { step: marks.nan, text: 'NaN' },
        marks.edits.length,
        palette.fault,
        palette.surface,
      );
  });
}

function drawBaseRate(
  plot: uPlot,
  context: CanvasRenderingContext2D,
  ratio: number,
  base: NonNullable<Marks['baseRate']>,
  palette: Palette,
): void {
  const y = Math.round(plot.valToPos(base.value, 'y', true));
  const { left, width } = plot.bbox;
  context.strokeStyle = palette.ink3;
  context.setLineDash([2 * ratio, 4 * ratio]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(left + width, y);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = palette.ink3;
  context.textAlign = 'right';
  const above = y - plot.bbox.top > 18 * ratio;
  context.textBaseline = above ? 'bottom' : 'top';
  const at = [left + width - 6 * ratio, y + (above ? -3 : 3) * ratio] as const;
  // A rim in the colour of the page keeps the words apart from the curves.
  context.lineWidth = 4 * ratio;
  context.strokeStyle = palette.surface;
  context.strokeText(base.text, ...at);
  context.lineWidth = ratio;
  context.fillText(base.text, ...at);
}

const FLAG_ROWS = 4;

/** A line at the step with its words at the top; flags that follow each other stand on different rows. */
function drawFlag(
  plot: uPlot,
  context: CanvasRenderingContext2D,
  ratio: number,
  edit: { readonly step: number; readonly text: string },
  index: number,
  color: string,
  surface: string,
): void {
  context.strokeStyle = color;
  const x = vertical(plot, context, edit.step);
  const y = plot.bbox.top + (2 + (index % FLAG_ROWS) * 16) * ratio;
  const width = context.measureText(edit.text).width + 8 * ratio;
  const { left, width: plotWidth } = plot.bbox;
  const start = x + width > left + plotWidth ? x - width : x;
  context.fillStyle = surface;
  context.fillRect(start, y, width, 15 * ratio);
  context.strokeRect(start, y, width, 15 * ratio);
  context.fillStyle = color;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(edit.text, start + 4 * ratio, y + 8 * ratio);
}
