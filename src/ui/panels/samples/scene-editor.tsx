import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { Place, SceneView, WireTensor } from '../../../worker/protocol.ts';
import { useText } from '../../hooks/app-context.ts';
import { moveObject } from './move-object.ts';
import { Picture } from './picture.tsx';
import styles from './scene-editor.module.css';

interface SceneEditorProps {
  readonly scene: SceneView;
  /** Where its objects stand now. */
  readonly places: readonly Place[];
  readonly image: WireTensor;
  readonly onMove: (places: readonly Place[]) => void;
}

const SIDE = 144;

const STEPS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** A scene whose objects can be moved: with the pointer, or by arrow keys (with Shift five pixels at a time). */
export function SceneEditor({ scene, places, image, onMove }: SceneEditorProps) {
  const t = useText();
  const frame = useRef<HTMLDivElement>(null);
  const scale = SIDE / scene.size;
  const move = (index: number, to: Place) => {
    const moved = moveObject(scene, places, index, to);
    if (moved !== places) onMove(moved);
  };
  const drag = (event: PointerEvent, index: number) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top } = frame.current!.getBoundingClientRect();
    move(index, { x: (event.clientX - left) / scale - 0.5, y: (event.clientY - top) / scale - 0.5 });
  };
  const key = (event: KeyboardEvent, index: number) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [from, far] = [places[index]!, event.shiftKey ? 5 : 1];
    move(index, { x: from.x + step.x * far, y: from.y + step.y * far });
  };
  return (
    <div>
      <div ref={frame} className={styles.frame} style={{ width: SIDE, height: SIDE }}>
        <Picture tensor={image} size={SIDE} label={t('try.sample')} />
        {scene.objects.map(({ name }, index) => {
          const { x, y } = places[index]!;
          return (
            <button
              key={name}
              type="button"
              className={styles.object}
              aria-label={t('scene.object', { name, x, y })}
              style={{
                left: (x - scene.radius - 0.5) * scale,
                top: (y - scene.radius - 0.5) * scale,
                width: (2 * scene.radius + 2) * scale,
                height: (2 * scene.radius + 2) * scale,
              }}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={(event) => drag(event, index)}
              onKeyDown={(event) => key(event, index)}
            />
          );
        })}
      </div>
      <p className={styles.hint}>{t('scene.hint')}</p>
    </div>
  );
}
