import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Component } from '../../../../src/client/client.ts';
import { ConfigMap } from '../../../../src/kinds/core/configmap/kind.ts';
import { lastWriteOf } from '../../../../src/machinery/managed-fields/last-write.ts';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import { CONFIG_MAPS, writers } from './owners.ts';

const ONE = { namespace: 'default', name: 'one' };
const PATH = `${CONFIG_MAPS}/one`;
const COMPONENTS: readonly Component[] = ['kube-controller-manager', 'kube-scheduler', 'kubelet'];

/** A line of data that a component or a person writes or takes away. */
const write = fc.record({
  by: fc.constantFrom(...COMPONENTS, 'alice', 'bob'),
  key: fc.constantFrom('a', 'b', 'c'),
  value: fc.constantFrom('1', '2', undefined),
  isRead: fc.boolean(),
});
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

/** What the object says in the end. */
function after(writes: readonly Write[], isRead: (write: Write) => boolean): KubeObject {
  const { whole, write: send, read } = writers();
  whole.client.as('kube-controller-manager').create(ConfigMap, { metadata: ONE, data: { a: '1' } });
  for (const each of writes) {
    const { by, key, value } = each;
    const component = COMPONENTS.find((name) => name === by);
    if (component === undefined)
      send(by, 'PATCH', PATH, { data: { [key]: value ?? null } }, 'application/merge-patch+json');
    else {
      const client = whole.client.as(component);
      const found = client.get(ConfigMap, ONE);
      const { [key]: _, ...others } = found.data ?? {};
      client.update(ConfigMap, {
        ...found,
        data: value === undefined ? others : { ...others, [key]: value },
      });
    }
    if (isRead(each)) read(PATH);
  }
  return read(PATH);
}

test('whoever asks in between who owns what, and however often, the answer in the end is the same', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
      const always = after(writes, () => true);
      expect(after(writes, () => false)).toEqual(always);
      expect(after(writes, ({ isRead }) => isRead)).toEqual(always);
    }),
    { numRuns: 15, seed: 42 },
  );
});

test('of an object that is written again and again no more than 16 old versions are kept', () => {
  const { whole } = writers();
  const client = whole.client.as('kube-controller-manager');
  let object: KubeObject = client.create(ConfigMap, { metadata: ONE });
  for (let i = 0; i < 100; i++) {
    object = client.update(ConfigMap, { ...client.get(ConfigMap, ONE), data: { at: `${i}` } });
  }
  let kept = 0;
  for (let each: KubeObject | undefined = object; each !== undefined; kept++) {
    const last = lastWriteOf(each.metadata) as { written?: { before?: KubeObject } } | undefined;
    each = last?.written?.before;
  }
  expect(kept - 1).toBeLessThanOrEqual(16);
});
