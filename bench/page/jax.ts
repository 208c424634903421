import { openJax } from '../engines/jax.ts';
import { serve } from './serve.ts';

serve((backend) => openJax(backend as 'webgpu' | 'wasm'));
