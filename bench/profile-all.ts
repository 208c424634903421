import { openOurs } from './engines/ours.ts';
import { nodeGpu } from '../src/gpu/node/gpu.ts';
import { ROWS } from './rows/table.ts';
import { profile } from './profile.ts';
const { opened } = await openOurs(await nodeGpu());
for (const row of ROWS) if (row.kind === 'train' && row.id.includes(process.argv[2] ?? '')) await profile(opened, row, row.id.includes('mlp') ? 21 : 3);
process.exit(0);
