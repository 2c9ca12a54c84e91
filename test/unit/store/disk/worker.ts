import * as fs from 'node:fs';
import type { Instant } from '../../../../src/machinery/instant.ts';
import { openState } from '../../../../src/store/disk/state-file.ts';
import type { Revision } from '../../../../src/store/store.ts';
import { NEW_STATE, stateAfter } from './states-data.ts';

/** A process of its own: adds one to the counter of the state so many times and tells each time it was saved. */
const [, , path = '', times = '0', filling = '0'] = process.argv;

for (let i = 0; i < Number(times); i++) {
  const file = openState(path);
  file.lock(20_000);
  const state = file.load() ?? NEW_STATE;
  const count = Number(new Map([...state.memory].map((row) => [row[0], row[1]])).get('count') ?? 0) + 1;
  const step = {
    now: count as Instant,
    revision: count as Revision,
    sequence: count,
    changes: [],
    memory: [
      ['count', count],
      ['filling', 'x'.repeat(Number(filling))],
    ] as const,
    agenda: [],
  };
  file.save(step, () => stateAfter(state, step));
  file.unlock();
  fs.writeSync(1, `${count}\n`);
}
