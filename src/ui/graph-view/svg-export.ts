// The graph as a file: an SVG of its own, drawn from the arrangement; the PNG is drawn from the SVG.

import type { ModelInfo } from '../../worker/protocol.ts';
import { formatCompact, formatSetting } from '../format/numbers.ts';
import { saveFile } from '../format/save-file.ts';
import type { Arrangement, Direction, PlacedNode } from './arrange.ts';
import { GLYPHS, kindOf } from './kinds.ts';
import { outputColors, sharedColors } from './shared.ts';

/** Reads a custom property. */
export type ColorOf = (property: string) => string;

const MARGIN = 16;
const HEAD = 24;

const escaped = (text: string): string => text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function graphSvg(
  model: ModelInfo,
  arrangement: Arrangement,
  direction: Direction,
  colorOf: ColorOf,
): string {
  const ties = new Map([...outputColors(model.nodes, model.outputs), ...sharedColors(model.nodes)]);
  const byId = new Map(arrangement.nodes.map((placed) => [placed.node.id, placed]));
  const width = Math.ceil(arrangement.width) + 2 * MARGIN;
  const height = Math.ceil(arrangement.height) + 2 * MARGIN;
  const drawNode = (placed: PlacedNode) => nodeSvg(placed, ties.get(placed.node.id), colorOf);
  const boxes = arrangement.nodes.filter((placed) => placed.open).map(drawNode);
  const calls = arrangement.nodes.filter((placed) => !placed.open).map(drawNode);
  const edges = arrangement.edges.map(({ from, to, label }) =>
    edgeSvg(byId.get(from), byId.get(to), label, direction, colorOf),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${colorOf('--bg')}"/>`,
    ...boxes,
    ...edges,
    ...calls,
    '</svg>',
  ].join('\n');
}

function nodeSvg(
  { node, x, y, width, height, open }: PlacedNode,
  tie: string | undefined,
  colorOf: ColorOf,
): string {
  const kind = kindOf(node);
  const tint = colorOf(kind === 'model' ? '--bg-3' : `--kind-${kind}`);
  const name = node.calls > 1 ? `${node.layer}:${node.nodeIndex}` : node.layer;
  const facts = [
    node.activation && node.activation !== 'linear' ? node.activation : '',
    node.parameters > 0 ? formatCompact(node.parameters) : '',
    node.lossWeight === undefined ? '' : `× ${formatSetting(node.lossWeight)}`,
  ];
  const text = (dy: number, content: string, color: string, weight = 400) =>
    `<text x="8" y="${dy}" fill="${color}" font-weight="${weight}">${escaped(content)}</text>`;
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${width}" height="${height}" rx="6" fill="${open ? 'none' : colorOf('--bg')}" stroke="${colorOf('--line-2')}"${open ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<path d="M0 ${HEAD}V6a6 6 0 0 1 6-6H${width - 6}a6 6 0 0 1 6 6V${HEAD}z" fill="${tint}"/>`,
    tie ? `<path d="M0 ${HEAD}V6a6 6 0 0 1 4-5.6V${HEAD}z" fill="${colorOf(tie)}"/>` : '',
    `<path d="${GLYPHS[kind]}" transform="translate(8 6)" fill="none" stroke="${colorOf('--ink')}"/>`,
    `<text x="26" y="16" fill="${colorOf('--ink')}" font-weight="600">${escaped(name)}</text>`,
    open ? '' : text(38, node.className, colorOf('--ink-2')),
    open ? '' : text(52, facts.filter(Boolean).join(' · '), colorOf('--ink-2')),
    '</g>',
  ].join('');
}

function edgeSvg(
  from: PlacedNode | undefined,
  to: PlacedNode | undefined,
  label: string,
  direction: Direction,
  colorOf: ColorOf,
): string {
  if (!from || !to) return '';
  const across = direction === 'LR';
  const [x1, y1] = across
    ? [from.x + from.width, from.y + from.height / 2]
    : [from.x + from.width / 2, from.y + from.height];
  const [x2, y2] = across ? [to.x, to.y + to.height / 2] : [to.x + to.width / 2, to.y];
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const bend = across ? `${mx} ${y1} ${mx} ${y2}` : `${x1} ${my} ${x2} ${my}`;
  return `<path d="M${x1} ${y1}C${bend} ${x2} ${y2}" fill="none" stroke="${colorOf('--ink-3')}"/><circle cx="${x2}" cy="${y2}" r="2.5" fill="${colorOf('--ink-3')}"/><text x="${mx}" y="${my - 4}" font-size="10" text-anchor="middle" fill="${colorOf('--ink-2')}">${escaped(label)}</text>`;
}

export function saveSvg(svg: string, name: string): void {
  saveFile(new Blob([svg], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** Twice the size on screen, for print. */
export async function saveGraphPng(svg: string, name: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && saveFile(blob, `${name}.png`), 'image/png');
}
