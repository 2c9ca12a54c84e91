import type { StatusError } from '../../machinery/status.ts';
import { refusal } from './refusals.ts';

export interface SlowStart {
  readonly succeeded: number;
  readonly errors: readonly StatusError[];
}

/**
 * Makes `count` calls in batches of 1, 2, 4, ...: every call of a batch is made, and a batch with an error is the last
 * (C-7). What fails the same way each time then fails a few times, not hundreds.
 */
export function slowStart(
  count: number,
  call: (index: number) => void,
  largestBatch = Number.POSITIVE_INFINITY,
): SlowStart {
  let made = 0;
  let succeeded = 0;
  const errors: StatusError[] = [];
  for (let batch = Math.min(count, 1); batch > 0; batch = Math.min(2 * batch, count - made, largestBatch)) {
    for (const end = made + batch; made < end; made++) {
      const error = refusal(() => call(made));
      if (error === undefined) succeeded++;
      else errors.push(error);
    }
    if (errors.length > 0) break;
  }
  return { succeeded, errors };
}
