// The import law: which folder of src/ may import which. The longest matching row speaks for a module; a folder
// without a row is an error. A row always allows itself. Entries name folders or single modules (no extension).

const GRAPH = ['graph/ir', 'graph/ops', 'graph/passes', 'graph/plan'];
const ENGINE = ['core', ...GRAPH, 'gpu', 'nn', 'data', 'presets', 'train', 'interop', 'worker'];

/** @type {Record<string, readonly string[]>} */
export const IMPORT_LAW = {
  core: [],
  'graph/ir': ['core'],
  'graph/ops': ['core', 'graph/ir'],
  'graph/passes': ['core', 'graph/ir', 'graph/ops'],
  'graph/plan': ['core', 'graph/ir', 'graph/ops'],
  gpu: ['core', ...GRAPH],
  nn: ['core', 'graph/ir', 'graph/ops'],
  data: ['core'],
  presets: ['core', 'nn', 'data'],
  train: ['core', ...GRAPH, 'gpu', 'nn', 'data'],
  interop: ['core', 'nn'],
  worker: ['core', 'train', 'presets', 'data', 'interop'],
  'worker/worker': ['core', 'train', 'presets', 'data', 'interop', 'worker'],
  'worker/protocol': ['core'],
  // The client names the worker's file for the browser to load; it calls nothing of it.
  'worker/client': ['core', 'worker/protocol', 'worker/worker'],
  // Code of a person: the description that it makes is checked by making the model, which allocates nothing.
  sandbox: ['core', 'nn', 'train/described-model'],
  // Runs inside QuickJS, where nothing else is.
  'sandbox/inside': [],
  'sandbox/protocol': [],
  'sandbox/client': ['sandbox/protocol', 'sandbox/worker'],
  ui: [
    'core',
    'worker/protocol',
    'worker/client',
    'sandbox/protocol',
    'sandbox/client',
    'sandbox/inside/api-names',
  ],
  cli: ENGINE,
  // The public engine API: everything but the page.
  index: ENGINE,
};

/** A check that read fewer modules than this was looking at the wrong place. */
export const FEWEST_MODULES = 40;

/** Tests, their fixtures and their helpers may import anything. */
export const TEST_MODULE = /\.test\.tsx?$|\.(fixture|helper|bench)\.tsx?$|\/(fixtures|testing)\//;
