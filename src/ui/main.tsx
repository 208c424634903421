import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startEngine } from '../worker/client.ts';
import { StartPage } from './start-page.tsx';
import './start-page.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <StartPage engine={startEngine()} />
    </StrictMode>,
  );
}
