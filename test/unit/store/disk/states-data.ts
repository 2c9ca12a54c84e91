import type { Instant } from '../../../../src/machinery/instant.ts';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import type { SavedState, SavedStep } from '../../../../src/store/disk/saved-state.ts';
import type { StateFile } from '../../../../src/store/disk/state-file.ts';
import type { MemoryRow } from '../../../../src/store/memory-rows.ts';
import { keyIn } from '../../../../src/store/saved.ts';
import { pod, revision, type Thing, thing } from '../objects.ts';

export function numbered(name: string, modified: number, size = 0): Thing {
  const object = thing(name, { spec: { modified, filling: 'x'.repeat(size) } });
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(modified) } };
}

/** A step that writes pod `name` at the revision. */
export function step(modified: number, name = `p${modified % 5}`, size = 0): SavedStep {
  return {
    now: (modified * 1000) as Instant,
    revision: revision(modified),
    sequence: modified,
    changes: [{ key: pod(name), value: numbered(name, modified, size), modified: revision(modified) }],
    memory: [[`row/${modified % 3}`, modified]],
    agenda: [['kubelet', 'default', name, (modified + 7) as Instant, modified, 'progress']],
  };
}

export const NEW_STATE: SavedState = {
  now: 0 as Instant,
  revision: revision(0),
  sequence: 0,
  settings: { seed: 7 },
  objects: new Map([['core/namespaces', () => [{ ...thing('default', { namespace: '' }) }]]]),
  memory: [['row/0', 'first']],
  agenda: [['node', '', 'worker-1', 5 as Instant, 1, 'standing']],
};

/** A state as plain data, in a fixed order: what two states are compared by. */
export function plain(state: SavedState | undefined): unknown {
  if (state === undefined) return undefined;
  const { now, revision: last, sequence, settings, objects, memory, agenda } = state;
  const sorted = (rows: Iterable<unknown>) => [...rows].map((row) => JSON.stringify(row)).sort();
  const all = [...objects].flatMap(([table, values]) =>
    [...values()].map((value) => [keyIn(table, value), value]),
  );
  return {
    now,
    last,
    sequence,
    settings,
    objects: sorted(all),
    memory: sorted(memory),
    agenda: sorted(agenda),
  };
}

/** The state after a step, in memory: the oracle of what the files must say. */
export function stateAfter(state: SavedState, { changes, memory, agenda, ...head }: SavedStep): SavedState {
  const objects = new Map<string, KubeObject>();
  for (const [table, values] of state.objects)
    for (const value of values()) objects.set(keyIn(table, value), value);
  for (const { key, value } of changes) {
    if (value === undefined) objects.delete(key);
    else objects.set(key, value);
  }
  const tables = new Map<string, KubeObject[]>();
  for (const key of [...objects.keys()].sort()) {
    const table = key.split('/').slice(0, 2).join('/');
    const value = objects.get(key);
    if (value !== undefined) tables.set(table, [...(tables.get(table) ?? []), value]);
  }
  const rows = new Map([...state.memory, ...memory].map((row): [string, MemoryRow] => [row[0], row]));
  const wakes = new Map([...state.agenda, ...agenda].map((row) => [row.slice(0, 3).join('/'), row]));
  return {
    settings: state.settings,
    ...head,
    objects: new Map([...tables].map(([table, values]) => [table, () => values])),
    memory: [...rows.values()].filter((row) => row.length === 2),
    agenda: [...wakes.values()].filter((row) => row.length === 6),
  };
}

/** One command: lock, load, save, unlock. */
export function command(file: StateFile, next: SavedStep): void {
  file.lock();
  try {
    const state = file.load() ?? NEW_STATE;
    file.save(next, () => stateAfter(state, next));
  } finally {
    file.unlock();
  }
}
