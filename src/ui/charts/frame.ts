// Draws at most once a frame, and not at all when nothing changed.

export interface FramePainter {
  request(): void;
  cancel(): void;
}

export function createFramePainter(paint: () => void): FramePainter {
  let frame = 0;
  return {
    request() {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        paint();
      });
    },
    cancel() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
