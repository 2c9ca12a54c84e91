import { describe, expect, test } from 'vitest';
import { failed } from '../../../../src/controllers/pod-control/refusals.ts';
import { slowStart } from '../../../../src/controllers/pod-control/slow-start.ts';
import table from '../../../vectors/replicaset-slowStartBatch.json' with { type: 'json' };

describe('C-7 slow start', () => {
  test.each(table.cases)('$count wanted, calls after $callLimit fail', (row) => {
    let calls = 0;
    const { succeeded, errors } = slowStart(row.count, () => {
      calls++;
      if (calls > row.callLimit) throw failed('no');
    });
    expect({ succeeded, error: errors.length > 0, calls }).toEqual({
      succeeded: row.expectedSuccesses,
      error: row.expectedError,
      calls: row.expectedCalls,
    });
  });
  test('calls are made in order', () => {
    const made: number[] = [];
    slowStart(5, (index) => made.push(index));
    expect(made).toEqual([0, 1, 2, 3, 4]);
  });
  test('what is no refusal of the API flies on', () => {
    expect(() =>
      slowStart(1, () => {
        throw new TypeError('ours');
      }),
    ).toThrow(TypeError);
  });
});
