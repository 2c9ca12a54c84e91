import { describe, expect, test } from 'vitest';
import { createStore } from '../../../src/store/memory-store.ts';
import type { Change, Key } from '../../../src/store/store.ts';
import { key, pod, put, remove, revision, thing } from './objects.ts';

const emptyStore = () => createStore({ indexes: [] });
const keysOf = (entries: readonly { readonly key: Key }[]) => entries.map((entry) => entry.key);
const tell = ({ type, entry }: Change) => `${type} ${entry.key} ${entry.modified}`;

describe('writes', () => {
  test('each write gets a revision of its own and carries it as resourceVersion', () => {
    const store = emptyStore();
    expect(store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b'))])).toBe(2);
    expect(store.get(pod('a'))?.value.metadata.resourceVersion).toBe('1');
    expect(store.get(pod('b'))).toMatchObject({ modified: 2, value: { metadata: { resourceVersion: '2' } } });
  });

  test('the writer keeps its object: what is stored is a copy of its top and its metadata only', () => {
    const store = emptyStore();
    const given = thing('a', { spec: { deep: {} }, labels: { app: 'web' } });
    store.commit([put(pod('a'), given)]);
    const stored = store.get(pod('a'))?.value as typeof given;
    expect(given.metadata.resourceVersion).toBe('');
    expect(stored.spec).toBe(given.spec);
    expect(stored.metadata.labels).toBe(given.metadata.labels);
  });

  test('an object that already carries the coming revision is stored without a copy', () => {
    const store = emptyStore();
    const given = thing('a');
    const stamped = { ...given, metadata: { ...given.metadata, resourceVersion: '1' } };
    store.commit([put(pod('a'), stamped)]);
    expect(store.get(pod('a'))?.value).toBe(stamped);
  });

  test('a stale write names the key and what was found, and nothing of its commit is done', () => {
    const store = emptyStore();
    store.commit([put(pod('a'), thing('a'))]);
    const commit = () => store.commit([put(pod('b'), thing('b')), put(pod('a'), thing('a'), revision(7))]);
    expect(commit).toThrow(expect.objectContaining({ name: 'StaleWriteError', key: pod('a'), found: 1 }));
    expect([store.revision(), store.get(pod('b'))]).toEqual([1, undefined]);
  });

  test('what must be absent and is there is stale', () => {
    const store = emptyStore();
    store.commit([put(pod('a'), thing('a'), 'absent')]);
    expect(() => store.commit([put(pod('a'), thing('a'), 'absent')])).toThrow(
      'stale write to core/pods/default/a',
    );
  });

  test('a later write of a commit is checked against what the earlier ones leave', () => {
    const store = emptyStore();
    store.commit([put(pod('a'), thing('a'))]);
    store.commit([
      remove(pod('a'), revision(1)),
      put(pod('a'), thing('a'), 'absent'),
      put(pod('a'), thing('a'), revision(3)),
    ]);
    expect(store.get(pod('a'))?.modified).toBe(4);
  });

  test('deleting what is not there changes nothing', () => {
    const store = emptyStore();
    expect(store.commit([remove(pod('a'))])).toBe(0);
  });

  test('a store that goes on from a saved revision counts from there', () => {
    const store = createStore({ indexes: [], revision: 40 });
    expect(store.commit([put(pod('a'), thing('a'))])).toBe(41);
  });
});

describe('lists', () => {
  const filled = () => {
    const store = emptyStore();
    const keys = [
      'core/pods/b/x',
      'core/pods/a/y',
      'core/pods/a/x',
      'core/pods/a-b/x',
      'core/nodes//n',
      'core/podsets/a/x',
    ];
    store.commit(keys.map((each) => put(key(each), thing('x'))));
    return store;
  };

  test('one namespace, in key order', () => {
    expect(keysOf(filled().list('core/pods/a/'))).toEqual(['core/pods/a/x', 'core/pods/a/y']);
  });

  test('all namespaces in the order of the whole key, as etcd keeps them: a-b before a', () => {
    const expected = ['core/pods/a-b/x', 'core/pods/a/x', 'core/pods/a/y', 'core/pods/b/x'];
    expect(keysOf(filled().list('core/pods/'))).toEqual(expected);
  });

  test('a cluster-scoped kind', () => {
    expect(keysOf(filled().list('core/nodes/'))).toEqual(['core/nodes//n']);
  });

  test('the beginning of a name', () => {
    expect(keysOf(filled().list('core/pods/a/y'))).toEqual(['core/pods/a/y']);
  });

  test('everything', () => {
    expect(filled().list('')).toHaveLength(6);
  });

  test('a list once told does not change', () => {
    const store = filled();
    const before = store.list('core/pods/a/');
    store.commit([put(key('core/pods/a/z'), thing('z')), remove(key('core/pods/a/x'))]);
    expect([keysOf(before), keysOf(store.list('core/pods/a/'))]).toEqual([
      ['core/pods/a/x', 'core/pods/a/y'],
      ['core/pods/a/y', 'core/pods/a/z'],
    ]);
  });
});

describe('watches', () => {
  const recorded = (prefix: string) => {
    const store = emptyStore();
    const told: string[] = [];
    const stop = store.watch(prefix, (change) => told.push(tell(change)));
    return { store, told, stop };
  };

  test('every write is told once, in order, after the commit', () => {
    const { store, told } = recorded('core/pods/');
    store.commit([put(pod('a'), thing('a')), put(pod('a'), thing('a')), remove(pod('a'))]);
    expect(told).toEqual([
      'ADDED core/pods/default/a 1',
      'MODIFIED core/pods/default/a 2',
      'DELETED core/pods/default/a 3',
    ]);
  });

  test('only what lies under the prefix is told', () => {
    const { store, told } = recorded('core/pods/a/');
    store.commit([
      put(pod('x', 'a'), thing('x')),
      put(pod('x', 'ab'), thing('x')),
      put(key('core/nodes//a'), thing('a')),
    ]);
    expect(told).toEqual(['ADDED core/pods/a/x 1']);
  });

  test('a deletion carries the last value with the revision of the deletion', () => {
    const store = emptyStore();
    const changes: Change[] = [];
    store.commit([put(pod('a'), thing('a', { spec: { size: 1 } }))]);
    store.watch('', (change) => changes.push(change));
    store.commit([remove(pod('a'))]);
    expect(changes[0]).toMatchObject({
      type: 'DELETED',
      entry: { modified: 2, value: { spec: { size: 1 }, metadata: { resourceVersion: '2' } } },
      before: { metadata: { resourceVersion: '1' } },
    });
  });

  test('a watcher that commits: everybody sees one order', () => {
    const store = emptyStore();
    const told: string[] = [];
    store.watch('', ({ type, entry }) => {
      if (type === 'ADDED') store.commit([put(entry.key, thing('again'))]);
    });
    store.watch('', (change) => told.push(tell(change)));
    store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b'))]);
    expect(told).toEqual([
      'ADDED core/pods/default/a 1',
      'ADDED core/pods/default/b 2',
      'MODIFIED core/pods/default/a 3',
      'MODIFIED core/pods/default/b 4',
    ]);
  });

  test('a watch begun while changes are told hears only of later ones', () => {
    const store = emptyStore();
    const told: string[] = [];
    const stop = store.watch('', () => {
      stop();
      store.watch('', (change) => told.push(tell(change)));
    });
    store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b'))]);
    store.commit([put(pod('c'), thing('c'))]);
    expect(told).toEqual(['ADDED core/pods/default/c 3']);
  });

  test('a stopped watch hears nothing more, not even of the commit under way', () => {
    const { store, told, stop } = recorded('');
    store.watch('', stop);
    store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b'))]);
    expect(told).toEqual(['ADDED core/pods/default/a 1']);
  });

  test('a watcher that throws ends the telling: what was not told yet is told with the next commit', () => {
    const { store, told } = recorded('');
    const stop = store.watch('', () => {
      throw new Error('mine');
    });
    expect(() => store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b'))])).toThrow('mine');
    stop();
    store.commit([put(pod('c'), thing('c'))]);
    expect(told).toEqual([
      'ADDED core/pods/default/a 1',
      'ADDED core/pods/default/b 2',
      'ADDED core/pods/default/c 3',
    ]);
  });
});

describe('history', () => {
  test('changes after a revision, under a prefix', () => {
    const store = emptyStore();
    for (const name of ['a', 'b', 'c']) store.commit([put(pod(name), thing(name))]);
    store.commit([put(key('core/nodes//n'), thing('n'))]);
    expect(store.since(revision(1), 'core/pods/').map(tell)).toEqual([
      'ADDED core/pods/default/b 2',
      'ADDED core/pods/default/c 3',
    ]);
  });

  test('what the ring has lost is compacted', () => {
    const store = createStore({ indexes: [], history: 2 });
    for (const name of ['a', 'b', 'c']) store.commit([put(pod(name), thing(name))]);
    expect(store.since(revision(1), '').map(tell)).toEqual([
      'ADDED core/pods/default/b 2',
      'ADDED core/pods/default/c 3',
    ]);
    expect(() => store.since(revision(0), '')).toThrow(expect.objectContaining({ name: 'CompactedError' }));
  });

  test('for changes before a loaded state the objects that are there stand in', () => {
    const store = createStore({ indexes: [], revision: 40 });
    const saved = (name: string, version: string) => {
      const object = thing(name);
      return { ...object, metadata: { ...object.metadata, resourceVersion: version } };
    };
    store.load(new Map([['core/pods', () => [saved('a', '38'), saved('b', '40'), saved('c', '39')]]]));
    store.commit([put(pod('d'), thing('d'))]);
    expect(store.since(revision(38), '').map(tell)).toEqual([
      'MODIFIED core/pods/default/c 39',
      'MODIFIED core/pods/default/b 40',
      'ADDED core/pods/default/d 41',
    ]);
  });
});

describe('following other processes', () => {
  const others = (value: string, modified: number) => ({
    key: pod('a'),
    value: thing('a', { spec: { value } }),
    modified: revision(modified),
  });

  test('replayed changes keep their revisions and are told', () => {
    const store = emptyStore();
    const told: string[] = [];
    store.watch('', (change) => told.push(tell(change)));
    store.replay(
      [others('x', 5), { key: pod('gone'), value: undefined, modified: revision(6) }],
      revision(9),
    );
    expect([store.revision(), ...told]).toEqual([9, 'ADDED core/pods/default/a 5']);
  });

  test('becoming another state tells what differs, and its objects stand in for changes nobody saw here', () => {
    const store = emptyStore();
    store.commit([put(pod('a'), thing('a')), put(pod('b'), thing('b')), put(pod('c'), thing('c'))]);
    const told: string[] = [];
    store.watch('', (change) => told.push(tell(change)));
    const value = (name: string, version: string) => {
      const object = thing(name);
      return { ...object, metadata: { ...object.metadata, resourceVersion: version } };
    };
    store.become(
      new Map([['core/pods', () => [value('a', '1'), value('b', '8'), value('d', '7')]]]),
      revision(9),
    );
    expect(told).toEqual([
      'DELETED core/pods/default/c 9',
      'ADDED core/pods/default/d 7',
      'MODIFIED core/pods/default/b 8',
    ]);
    expect(keysOf(store.list(''))).toEqual([pod('a'), pod('b'), pod('d')]);
    expect(store.revision()).toBe(9);
    expect(store.since(revision(7), '').map(tell)).toEqual(['MODIFIED core/pods/default/b 8']);
  });
});

test('a saved table is read when one of its objects is first asked for, and only then', () => {
  const store = emptyStore();
  const read: string[] = [];
  const saved = (table: string) => () => {
    read.push(table);
    return [thing('a'), thing('b')];
  };
  store.load(new Map(['core/pods', 'core/nodes'].map((table) => [table, saved(table)])));
  store.get(key('core/nodes/default/a'));
  store.list('core/nodes/');
  expect(read).toEqual(['core/nodes']);
});

test.each(['core/secrets/', 'core/secrets/default/', 'core/secrets/default/a'])(
  'asking for %s, which nobody saved, reads no other table',
  (prefix) => {
    const store = emptyStore();
    const read: string[] = [];
    const saved = () => {
      read.push('core/pods');
      return [thing('a')];
    };
    store.load(new Map([['core/pods', saved]]));
    expect([store.list(prefix), read]).toEqual([[], []]);
  },
);

describe('memory rows', () => {
  test('rows under a prefix come in key order, whatever order they were set in', () => {
    const { memory } = emptyStore();
    for (const row of ['b/2', 'a/1', 'b/1', 'ba/1']) memory.set(row, row);
    expect([...memory.entries('b/')]).toEqual([
      ['b/1', 'b/1'],
      ['b/2', 'b/2'],
    ]);
    expect([...memory.entries('')].map(([row]) => row)).toEqual(['a/1', 'b/1', 'b/2', 'ba/1']);
  });

  test('changes are taken once; a forgotten row has no value', () => {
    const { memory } = emptyStore();
    memory.load([['a/1', 1]]);
    memory.set('a/1', undefined);
    memory.set('a/2', { x: 2 });
    expect([memory.takeChanges(), memory.takeChanges()]).toEqual([[['a/1'], ['a/2', { x: 2 }]], []]);
    expect(memory.get('a/1')).toBeUndefined();
  });
});
