import type { App } from '../app.ts';
import type { Overlay } from '../state.ts';
import { showPanel } from './view.ts';

/** Chooses a node and asks for its weights, activations and kernels. */
export function selectNode(app: App, node: string | null): void {
  const request = app.state().inspector.request + 1;
  app.update('inspector', { node, request, info: null, pending: node !== null, history: [] });
  if (node === null) return;
  showPanel(app, 'side', 'inspector');
  askInspector(app);
}

/** Asks again for the chosen node, with the weights as they are now. */
export function askInspector(app: App): void {
  const { node, sample } = app.state().inspector;
  if (node === null) return;
  const request = app.state().inspector.request + 1;
  app.update('inspector', { request, pending: true });
  app.engine.send({ type: 'inspect', request, node, sample });
}

export function chooseSample(app: App, sample: number): void {
  app.update('inspector', { sample });
  askInspector(app);
}

/** Shows live numbers on the nodes; the engine computes them only while someone looks. */
export function setOverlay(app: App, overlay: Overlay): void {
  app.update('graph', { overlay });
  watchNodes(app, 'overlay', overlay !== 'none');
}

/** Somebody begins or ceases to look at the numbers of nodes. */
export function watchNodes(app: App, who: string, on: boolean): void {
  const before = app.watchers.size > 0;
  if (on) app.watchers.add(who);
  else app.watchers.delete(who);
  const now = app.watchers.size > 0;
  if (now !== before) app.engine.send({ type: 'watch-nodes', on: now });
}

export function toggleBox(app: App, id: string): void {
  const { closed } = app.state().graph;
  app.update('graph', { closed: closed.includes(id) ? closed.filter((one) => one !== id) : [...closed, id] });
}
