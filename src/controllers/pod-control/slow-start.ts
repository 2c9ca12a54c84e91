import type { StatusError } from '../../machinery/status.ts';
import { refusal } from './refusals.ts';

export interface SlowStart {
  readonly succeeded: number;
  readonly errors: readonly StatusError[];
}

interface Wishes {
  readonly largestBatch?: number;
  /** Of each batch the last call is made first, as Go's scheduler tends to run what was started at once. */
  readonly lastFirst?: boolean;
}

/**
 * Makes `count` calls in batches of 1, 2, 4, ...: every call of a batch is made, and a batch with an error is the last
 * (C-7). What fails the same way each time then fails a few times, not hundreds.
 */
export function slowStart(count: number, call: (index: number) => void, wishes: Wishes = {}): SlowStart {
  const { largestBatch = Number.POSITIVE_INFINITY, lastFirst = false } = wishes;
  let made = 0;
  let succeeded = 0;
  const errors: StatusError[] = [];
  for (let batch = Math.min(count, 1); batch > 0; batch = Math.min(2 * batch, count - made, largestBatch)) {
    const indexes = Array.from({ length: batch }, (_, offset) => made + offset);
    for (const index of lastFirst ? [...indexes.slice(-1), ...indexes.slice(0, -1)] : indexes) {
      const error = refusal(() => call(index));
      if (error === undefined) succeeded++;
      else errors.push(error);
    }
    made += batch;
    if (errors.length > 0) break;
  }
  return { succeeded, errors };
}
