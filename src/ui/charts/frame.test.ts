import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFramePainter } from './frame.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
  vi.stubGlobal('cancelAnimationFrame', (id: ReturnType<typeof setTimeout>) => clearTimeout(id));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('many requests within a frame draw once', () => {
  const paint = vi.fn();
  const painter = createFramePainter(paint);
  for (let i = 0; i < 5; i++) painter.request();
  vi.advanceTimersByTime(100);
  expect(paint).toHaveBeenCalledTimes(1);
});

test('with a least time between, the first is drawn at once and the last is not lost', () => {
  const paint = vi.fn();
  const painter = createFramePainter(paint, 250);
  for (let i = 0; i < 100; i++) {
    painter.request();
    vi.advanceTimersByTime(10);
  }
  expect(paint.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(paint.mock.calls.length).toBeLessThanOrEqual(4);
  const before = paint.mock.calls.length;
  painter.request();
  vi.advanceTimersByTime(300);
  expect(paint).toHaveBeenCalledTimes(before + 1);
});

test('what is cancelled is not drawn', () => {
  const paint = vi.fn();
  const painter = createFramePainter(paint, 250);
  painter.request();
  painter.cancel();
  vi.advanceTimersByTime(1000);
  expect(paint).not.toHaveBeenCalled();
});
