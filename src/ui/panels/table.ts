// All panels of the page, in the order of their tabs.

import { lazy } from 'react';
import { groupBy } from '../format/group-by.ts';
import { LossesPanel } from './losses/losses-panel.tsx';
import { PresetsPanel } from './presets/presets-panel.tsx';
import { SamplesPanel } from './samples/samples-panel.tsx';
import { SettingsPanel } from './settings/settings-panel.tsx';
import type { Area, PanelSpec } from './types.ts';

const GraphPanel = lazy(() => import('./graph/graph-panel.tsx'));
const InspectorPanel = lazy(() => import('./inspector/inspector-panel.tsx'));
const CodePanel = lazy(() => import('./code/code-panel.tsx'));
const PlanPanel = lazy(() => import('./plan/plan-panel.tsx'));
const MetricsPanel = lazy(() => import('./metrics/metrics-panel.tsx'));
const EvaluationPanel = lazy(() => import('./evaluation/evaluation-panel.tsx'));
const RunsPanel = lazy(() => import('./runs/runs-panel.tsx'));
const SavesPanel = lazy(() => import('./saves/saves-panel.tsx'));

export const PANELS: readonly PanelSpec[] = [
  { id: 'presets', area: 'presets', title: 'panel.presets', Component: PresetsPanel },
  { id: 'graph', area: 'centre', title: 'panel.graph', Component: GraphPanel },
  { id: 'code', area: 'centre', title: 'panel.code', Component: CodePanel },
  { id: 'plan', area: 'centre', title: 'panel.plan', Component: PlanPanel },
  { id: 'losses', area: 'charts', title: 'panel.losses', Component: LossesPanel },
  { id: 'metrics', area: 'charts', title: 'panel.metrics', Component: MetricsPanel },
  { id: 'evaluation', area: 'charts', title: 'panel.evaluation', Component: EvaluationPanel },
  { id: 'runs', area: 'charts', title: 'panel.runs', Component: RunsPanel },
  { id: 'saves', area: 'charts', title: 'panel.saves', Component: SavesPanel },
  { id: 'samples', area: 'samples', title: 'panel.samples', Component: SamplesPanel },
  { id: 'settings', area: 'side', title: 'panel.settings', Component: SettingsPanel },
  { id: 'inspector', area: 'side', title: 'panel.inspector', Component: InspectorPanel },
];

const BY_AREA = groupBy(PANELS, (panel) => panel.area);

/** The panels of an area; the same list every time. */
export const panelsOf = (area: Area): readonly PanelSpec[] => BY_AREA[area] ?? [];
