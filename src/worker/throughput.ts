import type { Throughput } from './protocol.ts';

interface Mark {
  readonly at: number;
  /** Samples and steps since the meter was cleared. */
  readonly samples: number;
  readonly steps: number;
}

/** Milliseconds over which speed is averaged. */
const WINDOW = 3000;

/** Speed of training over the last seconds of it; pauses do not count. */
export class ThroughputMeter {
  private marks: Mark[] = [];
  private samples = 0;
  private steps = 0;
  private last: Pick<Throughput, 'samplesPerSecond' | 'stepsPerSecond' | 'msPerStep'> = ZERO;

  /** Says that training begins or goes on at this moment (milliseconds). */
  begin(at: number): void {
    this.marks = [{ at, samples: this.samples, steps: this.steps }];
  }

  /** Counts what was found done at this moment. */
  add(at: number, samples: number, steps: number): void {
    this.samples += samples;
    this.steps += steps;
    this.marks.push({ at, samples: this.samples, steps: this.steps });
    while (this.marks.length > 2 && this.marks[1]!.at < at - WINDOW) this.marks.shift();
    this.last = this.measure() ?? this.last;
  }

  /** Seconds that so many samples take at the present speed; 0 before any is known. */
  secondsFor(samples: number): number {
    const { samplesPerSecond } = this.last;
    return samplesPerSecond > 0 ? samples / samplesPerSecond : 0;
  }

  read(samplesLeft: number, gpuBytes: number, gpuMsPerStep: number | null): Throughput {
    const { samplesPerSecond } = this.last;
    const secondsLeft = samplesPerSecond > 0 ? Math.max(0, samplesLeft) / samplesPerSecond : null;
    return { ...this.last, gpuMsPerStep, gpuBytes, secondsLeft };
  }

  private measure(): ThroughputMeter['last'] | null {
    const [first, last] = [this.marks[0]!, this.marks.at(-1)!];
    const seconds = (last.at - first.at) / 1000;
    const steps = last.steps - first.steps;
    if (seconds <= 0 || steps === 0) return null;
    return {
      samplesPerSecond: (last.samples - first.samples) / seconds,
      stepsPerSecond: steps / seconds,
      msPerStep: (1000 * seconds) / steps,
    };
  }
}

const ZERO = { samplesPerSecond: 0, stepsPerSecond: 0, msPerStep: 0 } as const;
