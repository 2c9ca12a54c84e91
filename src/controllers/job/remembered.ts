import type { Context } from '../../client/client.ts';
import type { Job } from '../../kinds/batch/job/types.ts';
import { type Duration, seconds } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { type Ref, refOf, type Uid } from '../../machinery/object-meta.ts';
import { type FailureRecord, NO_FAILURES } from './back-off.ts';

/** DefaultJobApiBackOff and MaxJobApiBackOff. */
const RETRY_FIRST = seconds(1);
const RETRY_LONGEST = seconds(60);

/** What no object carries, and upstream keeps in memory as well. */
export interface Remembered {
  /** How pods have failed in a row. */
  readonly record: FailureRecord;
  /** How often in a row the API has refused what the Job asked for. */
  readonly refusals: number;
}

type Row = Remembered & { readonly uid: Uid };

const NOTHING: Remembered = { record: NO_FAILURES, refusals: 0 };
const rowOf = ({ namespace, name }: Ref): string => `job/${namespace}/${name}`;

/** What is remembered of this Job; the row may be that of an earlier one of the name. */
export function recall({ memory }: Context, job: Job): Remembered {
  const row = memory.get(rowOf(refOf(job))) as Row | undefined;
  return row?.uid === job.metadata.uid ? row : NOTHING;
}

export function remember({ memory }: Context, job: Job, { record, refusals }: Remembered): void {
  const ref = refOf(job);
  if (record.failures === 0 && refusals === 0) {
    forget(memory, ref);
    return;
  }
  const row: Row = { uid: job.metadata.uid, record, refusals };
  if (!equalJson(memory.get(rowOf(ref)), row)) memory.set(rowOf(ref), row);
}

export function forget(memory: Context['memory'], ref: Ref): void {
  if (memory.get(rowOf(ref)) !== undefined) memory.set(rowOf(ref), undefined);
}

/** How long to wait after so many refusals. */
export const retryPause = (refusals: number): Duration =>
  Math.min(RETRY_FIRST * 2 ** (refusals - 1), RETRY_LONGEST) as Duration;
