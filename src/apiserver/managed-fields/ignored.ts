import { setOfPath, union } from '../../machinery/managed-fields/field-set.ts';
import type { FieldSet, MaybeSet } from '../../machinery/managed-fields/field-tree.ts';
import { fieldElement } from '../../machinery/managed-fields/path-element.ts';
import type { Tracked } from './entries.ts';

/** What is the server's: nobody manages it. */
const OF_THE_SERVER = [
  ['apiVersion'],
  ['kind'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => ['metadata', name]),
];

const known = new WeakMap<Tracked, Map<string, FieldSet>>();

/** What a write by this path does not come to own: the server's fields, and those that the path puts back. */
export function ignoredFields(kind: Tracked, subresource: string | undefined): FieldSet {
  const ofKind = known.get(kind) ?? new Map<string, FieldSet>();
  known.set(kind, ofKind);
  const found = ofKind.get(subresource ?? '');
  if (found !== undefined) return found;
  let set: MaybeSet;
  for (const path of [...OF_THE_SERVER, ...putBack(kind, subresource)])
    set = union(set, setOfPath(path.map(fieldElement)));
  const made = set ?? {};
  ofKind.set(subresource ?? '', made);
  return made;
}

function putBack(kind: Tracked, subresource: string | undefined): readonly (readonly string[])[] {
  if (!kind.subresources.includes('status')) return [];
  if (subresource === undefined) return [['status']];
  return subresource === 'status' ? [['spec'], ...(kind.keptByStatus ?? [])] : [];
}
