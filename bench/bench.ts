import { alternate, median } from './alternate.ts';
import { contestant } from './engines/contestant.ts';
import { countDispatches } from './engines/count-dispatches.ts';
import { openOurs } from './engines/ours.ts';
import { nodeGpu } from '../src/gpu/node/gpu.ts';
import { ROWS } from './rows/table.ts';
const gpu = await nodeGpu();
countDispatches();
const ours = contestant('ours', await openOurs(gpu));
for (const row of ROWS.filter((r) => r.id.includes(process.argv[2] ?? ''))) {
  const [m] = await alternate(row.id, [ours], { rounds: 3, blockMs: 400, limitMs: 20000 });
  console.log(row.id, m!.failure, median(m!.blocks).toFixed(2), m!.dispatches, m!.prepareMs.toFixed(0), m!.firstStepMs.toFixed(0), m!.losses.slice(0, 3), m!.losses.at(-1));
}
process.exit(0);
