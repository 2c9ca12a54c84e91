import { isFields } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import { tableOf } from './saved.ts';
import type { Index } from './store.ts';

/** Every object that names the uid as an owner, whatever its kind. Word: the uid. */
export const byOwner: Index = {
  name: 'owner',
  words: (_key, value) => ownerUids(value),
  same: sameOwners,
};

/** As {@link byOwner} for one kind of dependant. Word: {@link ownedWord}. */
export const byOwned: Index = {
  name: 'owned',
  words: (key, value) => ownerUids(value).map((uid) => ownedWord(tableOf(key), uid)),
  same: sameOwners,
  table: (word) => word.slice(0, word.indexOf(' ')),
};

/** Pods by the node they are bound to. Word: the node's name. */
export const byNode: Index = {
  name: 'node',
  words: (key, value) => (key.startsWith('core/pods/') ? present(textAt(value, 'spec', 'nodeName')) : []),
  same: (before, after) => {
    const [was, is] = [part(before, 'spec'), part(after, 'spec')];
    return was === is || textAt(before, 'spec', 'nodeName') === textAt(after, 'spec', 'nodeName');
  },
  table: () => 'core/pods',
};

/** Objects by each of their labels. Word: {@link labelWord}. */
export const byLabel: Index = {
  name: 'label',
  words: (key, value) => {
    const folder = key.slice(0, key.lastIndexOf('/'));
    return Object.entries(value.metadata.labels ?? {}).map(([name, label]) => `${folder} ${name}=${label}`);
  },
  same: (before, after) => sameLabels(before.metadata.labels, after.metadata.labels),
  table: (word) => word.slice(0, word.indexOf('/', word.indexOf('/') + 1)),
};

/** Events by the object they are about. Word: involvedObject.uid, or `kind namespace/name` where that is not known. */
export const byInvolved: Index = {
  name: 'involved',
  words: (_key, value) => present(involvedWord(value)),
  same: (before, after) =>
    part(before, 'involvedObject') === part(after, 'involvedObject') ||
    involvedWord(before) === involvedWord(after),
  table: () => 'core/events',
};

export const indexes: readonly Index[] = [byOwner, byOwned, byNode, byLabel, byInvolved];

/** `table` is `group/plural`, the core group being `core`. */
export const ownedWord = (table: string, uid: string): string => `${table} ${uid}`;
export const labelWord = (table: string, namespace: string, name: string, value: string): string =>
  `${table}/${namespace} ${name}=${value}`;

function ownerUids(value: KubeObject): readonly string[] {
  const owners = value.metadata.ownerReferences;
  if (owners === undefined) return [];
  return owners.length === 1
    ? owners.map((owner) => owner.uid)
    : [...new Set(owners.map((owner) => owner.uid))];
}

function sameOwners(before: KubeObject, after: KubeObject): boolean {
  const was = before.metadata.ownerReferences;
  const is = after.metadata.ownerReferences;
  if (was === is) return true;
  if (was?.length !== is?.length) return false;
  return was?.every((owner, i) => owner.uid === is?.[i]?.uid) ?? true;
}

function sameLabels(was: KubeObject['metadata']['labels'], is: KubeObject['metadata']['labels']): boolean {
  if (was === is) return true;
  if (was === undefined || is === undefined) return false;
  const names = Object.keys(was);
  return names.length === Object.keys(is).length && names.every((name) => was[name] === is[name]);
}

function involvedWord(value: KubeObject): string | undefined {
  const uid = textAt(value, 'involvedObject', 'uid');
  const name = textAt(value, 'involvedObject', 'name');
  if (uid !== undefined || name === undefined) return uid;
  const [kind = '', namespace = ''] = ['kind', 'namespace'].map((one) =>
    textAt(value, 'involvedObject', one),
  );
  return `${kind} ${namespace}/${name}`;
}

function part(value: KubeObject, field: string): unknown {
  return (value as KubeObject & Readonly<Record<string, unknown>>)[field];
}

function textAt(value: KubeObject, field: string, inner: string): string | undefined {
  const holder = part(value, field);
  const found = isFields(holder) ? holder[inner] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

const present = (word: string | undefined): readonly string[] => (word === undefined ? [] : [word]);
