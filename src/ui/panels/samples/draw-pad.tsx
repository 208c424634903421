import { Eraser } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { WireTensor } from '../../../worker/protocol.ts';
import { createFramePainter } from '../../charts/frame.ts';
import { Button } from '../../components/button.tsx';
import { useText } from '../../hooks/app-context.ts';
import { digitFrom } from './digit-from.ts';
import styles from './draw-pad.module.css';

interface DrawPadProps {
  /** Shape of what the model takes. */
  readonly shape: readonly number[];
  /** Called at most once a frame while the pen moves; null when the pad is wiped. */
  readonly onDraw: (image: WireTensor | null) => void;
  readonly size?: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const PEN = 0.085;

/** A pad for pen, finger, mouse or keyboard (arrows move, Enter lowers and lifts the pen). */
export function DrawPad({ shape, onDraw, size = 140 }: DrawPadProps) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = useRef<Point | null>(null);
  const [keyPen, setKeyPen] = useState<(Point & { readonly down: boolean }) | null>(null);
  const latest = useRef(onDraw);
  latest.current = onDraw;
  const wanted = useRef(shape);
  wanted.current = shape;
  const painter = useRef<ReturnType<typeof createFramePainter>>(null);
  useEffect(() => {
    painter.current = createFramePainter(() => {
      if (canvas.current) latest.current(digitFrom(canvas.current, wanted.current));
    });
    return () => painter.current?.cancel();
  }, []);

  const strokeTo = (to: Point) => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context) return;
    const from = pen.current ?? to;
    context.strokeStyle = '#fff';
    context.lineWidth = PEN * context.canvas.width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(from.x * context.canvas.width, from.y * context.canvas.height);
    context.lineTo(to.x * context.canvas.width + 0.01, to.y * context.canvas.height);
    context.stroke();
    pen.current = to;
    painter.current?.request();
  };
  const moved = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!pen.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    const native = event.nativeEvent;
    const points = native.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of points.length > 0 ? points : [native])
      strokeTo({ x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height });
  };
  const wipe = () => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    context?.clearRect(0, 0, context.canvas.width, context.canvas.height);
    pen.current = null;
    painter.current?.cancel();
    onDraw(null);
  };
  const key = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      const at = keyPen ?? { x: 0.5, y: 0.3, down: false };
      pen.current = null;
      if (!at.down) strokeTo(at);
      setKeyPen({ ...at, down: !at.down });
    } else if (move) {
      event.preventDefault();
      const at = keyPen ?? { x: 0.5, y: 0.3, down: false };
      const next = { x: clamp(at.x + move[0] * 0.05), y: clamp(at.y + move[1] * 0.05), down: at.down };
      if (next.down) strokeTo(next);
      setKeyPen(next);
    }
  };
  return (
    <div className={styles.pad}>
      <div className={styles.frame} style={{ width: size, height: size }}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a place to draw has no other role */}
        <canvas
          ref={canvas}
          data-testid="draw-pad"
          className={styles.canvas}
          width={280}
          height={280}
          role="application"
          aria-label={t('pad')}
          tabIndex={0}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const box = event.currentTarget.getBoundingClientRect();
            const at = {
              x: (event.clientX - box.left) / box.width,
              y: (event.clientY - box.top) / box.height,
            };
            pen.current = null;
            strokeTo(at);
          }}
          onPointerMove={moved}
          onPointerUp={() => {
            pen.current = null;
          }}
          onPointerCancel={() => {
            pen.current = null;
          }}
          onKeyDown={key}
        />
        {keyPen ? (
          <span
            className={styles.pen}
            data-down={keyPen.down}
            style={{ left: `${keyPen.x * 100}%`, top: `${keyPen.y * 100}%` }}
          />
        ) : null}
      </div>
      <Button look="quiet" icon={<Eraser />} onClick={wipe}>
        {t('pad.wipe')}
      </Button>
    </div>
  );
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const clamp = (value: number): number => Math.min(0.98, Math.max(0.02, value));
