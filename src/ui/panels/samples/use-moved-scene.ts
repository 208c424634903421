import { useEffect, useRef, useState } from 'react';
import type { Place, SampleView, SceneView, WireTensor } from '../../../worker/protocol.ts';
import { createFramePainter, type FramePainter } from '../../charts/frame.ts';

/** Milliseconds between two questions while an object is dragged. */
const ASK_EVERY = 100;

interface MovedScene {
  readonly scene: SceneView;
  readonly image: WireTensor;
  /** Where the objects stand. */
  readonly places: readonly Place[];
  readonly moved: boolean;
  move(places: readonly Place[]): void;
  /** Puts the objects back to where they were. */
  back(): void;
}

interface Sources {
  readonly shown: SampleView | undefined;
  /** Changes where another sample is shown. */
  readonly sample: number;
  /** What the model said last. */
  readonly answer: SampleView | null;
  /** Asks about the sample, its objects there; undefined: where they are in the data. */
  readonly ask: (places: readonly Place[] | undefined) => void;
}

/** The scene of a sample whose objects a person may move; null where the sample has none. The model is asked as they move. */
export function useMovedScene({ shown, sample, answer, ask }: Sources): MovedScene | null {
  const [at, setAt] = useState<{ readonly places: readonly Place[]; readonly before: unknown } | null>(null);
  const latest = useRef(() => {});
  latest.current = () => ask(at?.places);
  const painter = useRef<FramePainter>(null);
  useEffect(() => {
    painter.current = createFramePainter(() => latest.current(), ASK_EVERY);
    return () => painter.current?.cancel();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another sample has objects of its own
  useEffect(() => setAt(null), [sample]);
  if (shown?.kind !== 'image-question' || shown.scene === null) return null;
  const answered = at !== null && answer?.kind === 'image-question' && answer !== at.before;
  return {
    scene: shown.scene,
    image: answered ? answer.image : shown.image,
    places: at?.places ?? shown.scene.objects,
    moved: at !== null,
    move(places) {
      setAt({ places, before: at?.before ?? answer });
      painter.current?.request();
    },
    back() {
      setAt(null);
      painter.current?.request();
    },
  };
}
