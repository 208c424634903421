// Keeps what is shown of the model fresh while it trains: samples, and the node under inspection.

import { askInspector } from './actions/graph.ts';
import { askSamples } from './actions/samples.ts';
import type { App } from './app.ts';

const EVERY_MS = 1000;

/** Asks at most once a second while training moves, and once more when it stops. */
export function keepFresh(app: App): () => void {
  let step = -1;
  const timer = setInterval(() => {
    const { training, engine, inspector } = app.state();
    if (document.hidden || training.step === step || engine.status === 'compiling') return;
    step = training.step;
    askSamples(app);
    if (inspector.node !== null && !inspector.pending && !engine.unavailable.includes('inspect'))
      askInspector(app);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
