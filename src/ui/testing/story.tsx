// The page on a worker that only pretends, for looking at it without a GPU: `npm run dev`, then
// /src/ui/testing/story.html?preset=headline (and `&no-webgpu`). Not part of the build.

import { connect } from '../../worker/client.ts';
import { startPage } from '../start.tsx';
import { createFakeWorker } from './fake-worker.ts';

const noWebGpu = new URLSearchParams(location.search).has('no-webgpu');
startPage(connect(createFakeWorker({ noWebGpu })));
