import { startEngine } from '../worker/client.ts';
import { startPage } from './start.tsx';

startPage(startEngine());
