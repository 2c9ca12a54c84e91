import type { Time } from '../../../src/machinery/instant.ts';
import type { KubeObject, OwnerReference, Uid } from '../../../src/machinery/object-meta.ts';
import type { Key, Revision, Write } from '../../../src/store/store.ts';

export interface Thing extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly involvedObject?: { readonly uid: string };
}

export interface ThingOptions {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly owners?: readonly string[];
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly involved?: string;
}

/** An object with as little as a test needs; resourceVersion is the store's to give. */
export function thing(name: string, options: ThingOptions = {}): Thing {
  const { namespace = 'default', labels, owners, spec, involved } = options;
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: {
      name,
      ...(namespace === '' ? {} : { namespace }),
      uid: `uid-${name}` as Uid,
      resourceVersion: '',
      creationTimestamp: '2026-01-01T00:00:00Z' as Time,
      ...(labels === undefined ? {} : { labels }),
      ...(owners === undefined ? {} : { ownerReferences: owners.map(owner) }),
    },
    ...(spec === undefined ? {} : { spec }),
    ...(involved === undefined ? {} : { involvedObject: { uid: involved } }),
  };
}

const owner = (uid: string): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'Owner',
  name: uid,
  uid: uid as Uid,
});

export const pod = (name: string, namespace = 'default'): Key => `core/pods/${namespace}/${name}` as Key;
export const key = (text: string): Key => text as Key;
export const revision = (count: number): Revision => count as Revision;

export function put(where: Key, value: KubeObject, expects: Write['expects'] = 'any'): Write {
  return { key: where, value, expects };
}
export const remove = (where: Key, expects: Write['expects'] = 'any'): Write => ({
  key: where,
  value: undefined,
  expects,
});
