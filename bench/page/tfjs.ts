import { openTfjs } from '../engines/tfjs.ts';
import { serve } from './serve.ts';

serve((backend) => openTfjs(backend as 'webgpu' | 'wasm'));
