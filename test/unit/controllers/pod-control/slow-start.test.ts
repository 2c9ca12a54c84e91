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
  const order = (lastFirst: boolean): readonly number[] => {
    const made: number[] = [];
    slowStart(6, (index) => made.push(index), { lastFirst });
    return made;
  };
  test('calls are made in order (P-5)', () => expect(order(false)).toEqual([0, 1, 2, 3, 4, 5]));
  test('or, of each batch, the last one first', () => expect(order(true)).toEqual([0, 2, 1, 5, 3, 4]));
  test('what is no refusal of the API flies on', () => {
    expect(() =>
      slowStart(1, () => {
        throw new TypeError('ours');
      }),
    ).toThrow(TypeError);
  });
});
