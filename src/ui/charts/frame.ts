// Draws at most once a frame, and not at all when nothing changed.

export interface FramePainter {
  request(): void;
  cancel(): void;
}

/**
 * @param every least time between two paints, in milliseconds: where no GPU draws the page, drawing takes its time from training.
 * Default 0: every frame.
 */
export function createFramePainter(paint: () => void, every = 0): FramePainter {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const draw = () => {
    frame = 0;
    last = performance.now();
    paint();
  };
  const begin = () => {
    timer = undefined;
    frame ||= requestAnimationFrame(draw);
  };
  return {
    request() {
      if (frame !== 0 || timer !== undefined) return;
      const wait = last + every - performance.now();
      if (wait > 0) timer = setTimeout(begin, wait);
      else begin();
    },
    cancel() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      frame = 0;
      timer = undefined;
    },
  };
}
