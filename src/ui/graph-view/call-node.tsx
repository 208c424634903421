import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { GraphNode } from '../../worker/protocol.ts';
import { formatCompact, formatSetting } from '../format/numbers.ts';
import { useApp, useAppState, useText } from '../hooks/app-context.ts';
import { toggleBox } from '../store/actions/graph.ts';
import type { Direction } from './arrange.ts';
import styles from './call-node.module.css';
import { KindGlyph } from './kind-glyph.tsx';
import { kindOf } from './kinds.ts';
import type { OverlayValue } from './overlay-values.ts';
import { layerKey } from './shared.ts';

export interface CallData extends Record<string, unknown> {
  readonly call: GraphNode;
  readonly direction: Direction;
  readonly open: boolean;
  readonly box: boolean;
  /** Custom property: of the output, or of the shared layer. */
  readonly color: string | null;
  readonly overlay: OverlayValue | null;
}

export type CallFlowNode = Node<CallData>;

/** One call: header in the tint of its kind, name with node index where the layer is shared, size, activation. */
export const CallNode = memo(function CallNode({ id, data, selected }: NodeProps<CallFlowNode>) {
  const { call, direction, open, color, overlay } = data;
  const lit = useAppState((state) => call.calls > 1 && state.graph.hovered === layerKey(id));
  return (
    <div
      className={open ? styles.box : styles.node}
      data-kind={kindOf(call)}
      data-lit={lit}
      data-selected={selected}
      data-nan={overlay?.nan ?? false}
      style={color ? ({ '--tie': `var(${color})` } as React.CSSProperties) : undefined}
    >
      {open || call.role === 'input' ? null : (
        <Handle
          type="target"
          isConnectable={false}
          position={direction === 'LR' ? Position.Left : Position.Top}
        />
      )}
      <Head id={id} data={data} />
      {open ? null : <Body call={call} overlay={overlay} />}
      {open || call.role === 'loss' ? null : (
        <Handle
          type="source"
          isConnectable={false}
          position={direction === 'LR' ? Position.Right : Position.Bottom}
        />
      )}
    </div>
  );
});

function Head({ id, data: { call, box, open, color } }: { readonly id: string; readonly data: CallData }) {
  const app = useApp();
  const t = useText();
  return (
    <div className={styles.head} data-tied={color !== null}>
      <KindGlyph kind={kindOf(call)} />
      <span className={styles.name} title={id}>
        {call.layer}
      </span>
      {call.calls > 1 ? (
        <span className={styles.index} title={t('graph.call', { index: call.nodeIndex, calls: call.calls })}>
          :{call.nodeIndex}
        </span>
      ) : null}
      <TimeAxis call={call} />
      {box ? (
        <button
          type="button"
          className={`${styles.toggle} nodrag nopan`}
          aria-expanded={open}
          aria-label={t(open ? 'graph.close' : 'graph.open', { name: id })}
          onClick={(event) => {
            event.stopPropagation();
            toggleBox(app, id);
          }}
        >
          <ChevronRight />
        </button>
      ) : null}
    </div>
  );
}

/** How many steps a TimeDistributed layer takes apart, each of which goes through what is in its box. */
function TimeAxis({ call }: { readonly call: GraphNode }) {
  const t = useText();
  const steps = call.role === 'time-distributed' ? call.inputShapes[0]?.[1] : undefined;
  if (steps === undefined) return null;
  return (
    <span className={styles.time} title={t('graph.time', { steps: steps ?? '?' })}>
      × {steps ?? '?'}
    </span>
  );
}

function Body({ call, overlay }: { readonly call: GraphNode; readonly overlay: OverlayValue | null }) {
  const weight = call.lossWeight === undefined ? null : `× ${formatSetting(call.lossWeight)}`;
  const facts = [
    call.activation && call.activation !== 'linear' ? call.activation : null,
    call.parameters > 0 ? formatCompact(call.parameters) : null,
    weight,
  ].filter(Boolean);
  return (
    <div className={styles.body}>
      <span className={styles.class}>{call.className}</span>
      {overlay ? (
        <span className={styles.overlay}>
          <span className={styles.fill} style={{ transform: `scaleX(${Math.min(1, overlay.fill)})` }} />
          <span className={styles.value}>{overlay.nan ? 'NaN' : overlay.text}</span>
        </span>
      ) : (
        <span className={styles.facts}>{facts.join(' · ')}</span>
      )}
    </div>
  );
}
