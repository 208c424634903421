import type { LongTask } from './long-tasks.ts';

/** Prints when a task was, how long it took, and what took most within it. */
export function printTask({ at, ms, processorMs, parts }: LongTask): void {
  console.log(
    `${(at / 1000).toFixed(1).padStart(6)} s  ${ms.toFixed(0).padStart(5)} ms, ${processorMs.toFixed(0)} on a processor`,
  );
  for (const part of parts)
    console.log(
      `            ${part.ms.toFixed(0).padStart(5)} (${part.processorMs.toFixed(0)})  ${part.what}`,
    );
}
