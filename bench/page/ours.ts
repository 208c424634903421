import { openOurs } from '../engines/ours.ts';
import { serve } from './serve.ts';

serve(() => openOurs(navigator.gpu));
