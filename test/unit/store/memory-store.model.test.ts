import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  byLabel,
  byNode,
  byOwned,
  byOwner,
  indexes,
  labelWord,
  ownedWord,
} from '../../../src/store/indexes.ts';
import { createStore, type MemoryStore } from '../../../src/store/memory-store.ts';
import { keyIn } from '../../../src/store/saved.ts';
import type { Key, Write } from '../../../src/store/store.ts';
import { pod, thing } from './objects.ts';

const NAMES = ['a', 'b', 'c-1', 'c', 'd'];
const NAMESPACES = ['x', 'x-y', 'z'];
const UIDS = ['u1', 'u2'];
const NODES = ['n1', 'n2'];

/** The 40 lines that say what a store is. */
class Model {
  objects = new Map<Key, Write['value']>();
  revision = 0;

  /** False where the store must refuse. */
  commit(writes: readonly Write[]): boolean {
    const objects = new Map(this.objects);
    let { revision } = this;
    for (const { key, value, expects } of writes) {
      const found = objects.get(key);
      const modified = found === undefined ? 'absent' : Number(found.metadata.resourceVersion);
      if (expects !== 'any' && expects !== modified) return false;
      if (value !== undefined) objects.set(key, stamp(value, ++revision));
      else if (objects.delete(key)) revision++;
    }
    this.objects = objects;
    this.revision = revision;
    return true;
  }

  list(prefix: string): readonly Write['value'][] {
    const keys = [...this.objects.keys()].filter((each) => each.startsWith(prefix)).sort();
    return keys.map((each) => this.objects.get(each));
  }

  find(index: string, word: string): readonly Write['value'][] {
    const definition = indexes.find(({ name }) => name === index);
    return this.list('').filter(
      (value) => value && definition?.words(keyIn('core/pods', value), value).includes(word),
    );
  }
}

function stamp(value: NonNullable<Write['value']>, revision: number): NonNullable<Write['value']> {
  return { ...value, metadata: { ...value.metadata, resourceVersion: String(revision) } };
}

const aWrite = fc
  .record({
    name: fc.constantFrom(...NAMES),
    namespace: fc.constantFrom(...NAMESPACES),
    owners: fc.subarray(UIDS),
    app: fc.constantFrom('web', 'db'),
    node: fc.constantFrom(undefined, ...NODES),
    deletes: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    expects: fc.constantFrom<(Write['expects'] | 'fresh')[]>(
      'any',
      'any',
      'fresh',
      'fresh',
      'absent',
      3 as never,
    ),
  })
  .map((choice) => ({ ...choice, key: pod(choice.name, choice.namespace) }));

type Choice = typeof aWrite extends fc.Arbitrary<infer T> ? T : never;

function toWrite(choice: Choice, model: Model): Write {
  const { name, namespace, owners, app, node, key } = choice;
  const found = model.objects.get(key)?.metadata.resourceVersion;
  const fresh = found === undefined ? 'absent' : (Number(found) as never);
  const spec = node === undefined ? {} : { nodeName: node };
  return {
    key,
    value: choice.deletes ? undefined : thing(name, { namespace, owners, labels: { app }, spec }),
    expects: choice.expects === 'fresh' ? fresh : choice.expects,
  };
}

const values = (store: MemoryStore, prefix: string) => store.list(prefix).map((entry) => entry.value);

function compare(store: MemoryStore, model: Model): void {
  expect(store.revision()).toBe(model.revision);
  for (const prefix of ['', 'core/pods/', ...NAMESPACES.map((each) => `core/pods/${each}/`)]) {
    expect(values(store, prefix)).toEqual(model.list(prefix));
  }
  const words: readonly (readonly [string, string])[] = [
    ...UIDS.flatMap((uid) => [
      [byOwner.name, uid] as const,
      [byOwned.name, ownedWord('core/pods', uid)] as const,
    ]),
    ...NODES.map((node) => [byNode.name, node] as const),
    ...NAMESPACES.map((each) => [byLabel.name, labelWord('core/pods', each, 'app', 'web')] as const),
  ];
  for (const [index, word] of words) {
    expect(store.find(index, word).map((entry) => entry.value)).toEqual(model.find(index, word));
    expect(store.count(index, word)).toBe(model.find(index, word).length);
  }
}

test('whatever is committed, the store answers like the model, and its watch and history tell the same story', () => {
  const commits = fc.array(fc.array(aWrite, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
  fc.assert(
    fc.property(commits, fc.integer({ min: 0, max: 3 }), (batches, compareEvery) => {
      const store = createStore({ indexes });
      const model = new Model();
      const told: unknown[] = [];
      store.watch('', (change) => told.push(change));
      for (const [i, batch] of batches.entries()) {
        const writes = batch.map((choice) => toWrite(choice, model));
        if (model.commit(writes)) store.commit(writes);
        else expect(() => store.commit(writes)).toThrow('stale write');
        if (i % (compareEvery + 1) === 0) compare(store, model);
      }
      compare(store, model);
      expect(store.since(0 as never, '')).toEqual(told);
      const reloaded = createStore({ indexes, revision: store.revision() });
      reloaded.load(store.tables());
      compare(reloaded, model);
    }),
    { numRuns: 150 },
  );
});
