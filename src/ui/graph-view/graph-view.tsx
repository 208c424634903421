import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  type Edge,
  type FitViewOptions,
  MarkerType,
  MiniMap,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from 'react';
import type { ModelInfo } from '../../worker/protocol.ts';
import { useApp, useAppShallow, useText } from '../hooks/app-context.ts';
import { selectNode } from '../store/actions/graph.ts';
import { type Arrangement, type Direction, isBox } from './arrange.ts';
import { type CallFlowNode, CallNode } from './call-node.tsx';
import styles from './graph-view.module.css';
import { neighbourOf } from './neighbour.ts';
import type { OverlayValue } from './overlay-values.ts';
import { layerKey, outputColors, sharedColors } from './shared.ts';

/** Of the map, in pixels. */
const MAP = { width: 160, height: 56 };
/** On a lower sheet the map would hide the graph. */
const LEAST_FOR_MAP = 220;
const NODE_TYPES = { call: CallNode };
/** Room for the tools at the top. */
export const FIT: FitViewOptions = {
  padding: { top: '40px', bottom: '12px', left: '16px', right: '16px' },
  maxZoom: 1.1,
};

interface GraphViewProps {
  readonly model: ModelInfo;
  readonly arrangement: Arrangement;
  readonly direction: Direction;
  readonly overlay: ReadonlyMap<string, OverlayValue>;
  /** Of the sheet, in pixels. */
  readonly size: Size;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The graph of calls on an endless sheet. */
export function GraphView({ model, arrangement, direction, overlay, size }: GraphViewProps) {
  const app = useApp();
  const t = useText();
  const flow = useReactFlow();
  const { chosen, theme } = useAppShallow(({ inspector, view }) => ({
    chosen: inspector.node,
    theme: view.theme,
  }));
  const nodes = useMemo(
    () => flowNodes(model, arrangement, direction, overlay, chosen),
    [model, arrangement, direction, overlay, chosen],
  );
  const edges = useMemo(() => flowEdges(arrangement), [arrangement]);
  const start = useMemo(() => startOf(arrangement, size, direction), [arrangement, size, direction]);
  // What the person has moved stays where it is, until there is another graph.
  const moved = useRef<Arrangement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a sheet of another size is filled anew
  useEffect(() => {
    if (moved.current === arrangement) return;
    const frame = requestAnimationFrame(() => void (start ? flow.setViewport(start) : flow.fitView(FIT)));
    return () => cancelAnimationFrame(frame);
  }, [start, flow, arrangement, size.width, size.height]);

  const move = useCallback(
    (event: KeyboardEvent) => {
      const from = event.target instanceof Element ? event.target.getAttribute('data-id') : null;
      const to = from === null ? null : neighbourOf(arrangement.nodes, from, event.key);
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(to)}"]`)?.focus();
    },
    [arrangement],
  );
  return (
    <div className={styles.view} onKeyDownCapture={move}>
      <ReactFlow
        aria-label={t('graph.label')}
        colorMode={theme}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        minZoom={0.1}
        maxZoom={2.5}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable
        onMoveStart={(event) => {
          if (event) moved.current = arrangement;
        }}
        onNodeClick={(_, node) => selectNode(app, node.id)}
        onPaneClick={() => selectNode(app, null)}
        onNodeMouseEnter={(_, node) => app.update('graph', { hovered: layerKey(node.id) })}
        onNodeMouseLeave={() => app.update('graph', { hovered: null })}
        onNodesChange={(changes) => {
          for (const change of changes)
            if (change.type === 'select' && change.selected) selectNode(app, change.id);
        }}
      >
        {start && size.height >= LEAST_FOR_MAP ? (
          <MiniMap pannable zoomable ariaLabel={t('graph.map')} className={styles.map} style={MAP} />
        ) : null}
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line)" />
      </ReactFlow>
    </div>
  );
}

/** Below this zoom words cannot be read. */
const LEAST_ZOOM = 0.5;
const START_ZOOM = 0.65;

/** Where a graph that is too large to be read whole begins: at its inputs. Null: it fits. */
function startOf(
  { width, height }: Arrangement,
  sheet: Size,
  direction: Direction,
): { x: number; y: number; zoom: number } | null {
  if (Math.min(sheet.width / width, sheet.height / height) >= LEAST_ZOOM) return null;
  const centred = (room: number, needed: number) => Math.max(16, (room - needed * START_ZOOM) / 2);
  return direction === 'LR'
    ? { x: 16, y: Math.max(40, centred(sheet.height, height)), zoom: START_ZOOM }
    : { x: centred(sheet.width, width), y: 44, zoom: START_ZOOM };
}

function flowNodes(
  model: ModelInfo,
  { nodes }: Arrangement,
  direction: Direction,
  overlay: ReadonlyMap<string, OverlayValue>,
  chosen: string | null,
): CallFlowNode[] {
  const shared = sharedColors(model.nodes);
  const outputs = outputColors(model.nodes, model.outputs);
  return nodes.map(({ node, x, y, width, height, open }) => ({
    id: node.id,
    type: 'call',
    position: { x, y },
    width,
    height,
    selected: node.id === chosen,
    zIndex: open ? 0 : 1,
    ariaLabel: `${node.id}, ${node.className}`,
    data: {
      call: node,
      direction,
      open,
      box: isBox(node),
      color: shared.get(node.id) ?? outputs.get(node.id) ?? null,
      overlay: overlay.get(node.id) ?? null,
    },
  }));
}

const flowEdges = ({ edges }: Arrangement): Edge[] =>
  edges.map(({ from, to, label }) => ({
    id: `${from} ${to}`,
    source: from,
    target: to,
    label,
    zIndex: 1,
    markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 },
  }));
