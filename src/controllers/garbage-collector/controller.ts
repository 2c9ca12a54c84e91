import type { Actor, Client, Context, Reader } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import {
  isTerminating,
  type KubeObject,
  type OwnerReference,
  type Ref,
  refOf,
  type Uid,
} from '../../machinery/object-meta.ts';
import { isConflict, isNotFound } from '../../machinery/status.ts';
import type { Change } from '../../store/store.ts';
import { decideDependent, type Owner } from './decision.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * Collects what nobody owns any more. A ref names an object by kind and place (`apps/v1 Deployment/web`) for the work
 * on a deleting owner, or an owner that has gone by its uid.
 */
export const garbageCollector: Actor = {
  name: 'garbage-collector-controller',
  // What is defined by users is collected like what is built in.
  triggers: [{ kind: 'every', refs: refsFrom }],
  reconcile: (ref, context) => {
    const place = placeOf(ref);
    if (place.uid !== undefined) collectDependents(place.uid, context);
    else processOwner(place, context);
    return undefined;
  },
};

interface Place {
  readonly uid?: Uid;
  readonly apiVersion: string;
  readonly kind: string;
  readonly ref: Ref;
}

const SEPARATOR = ' ';
const goneRef = (uid: string): Ref => ({ namespace: '', name: `uid${SEPARATOR}${uid}` });

function objectRef(object: KubeObject): Ref {
  const { namespace, name } = refOf(object);
  return { namespace, name: ['object', object.apiVersion, object.kind, name].join(SEPARATOR) };
}

function placeOf({ namespace, name }: Ref): Place {
  const [what, first = '', kind = '', last = ''] = name.split(SEPARATOR);
  if (what === 'uid')
    return { uid: first as Uid, apiVersion: '', kind: '', ref: { namespace: '', name: '' } };
  return { apiVersion: first, kind, ref: { namespace, name: last } };
}

/** Looks only at what can matter: something gone, something being deleted with a finalizer of ours, something new with owners. */
function refsFrom(change: Change, reader: Reader): readonly Ref[] {
  const object = change.entry.value;
  const client = reader as Client;
  if (change.type === 'DELETED') {
    const gone = hasDependents(object, client) ? [goneRef(object.metadata.uid)] : [];
    return [...gone, ...waitingOwners(object, client)];
  }
  const refs: Ref[] = [];
  if (isTerminating(object) && hasOurFinalizer(object)) refs.push(objectRef(object));
  if (isTerminating(object)) refs.push(...waitingOwners(object, client));
  const owners = object.metadata.ownerReferences;
  if (owners !== undefined && owners !== change.before?.metadata.ownerReferences) {
    if (owners.some((owner) => !exists(owner, object, client))) refs.push(objectRef(object));
  }
  return refs;
}

const hasOurFinalizer = ({ metadata }: KubeObject): boolean =>
  metadata.finalizers?.some((name) => name === FOREGROUND || name === ORPHAN) ?? false;

/** Owners that wait, in the foreground, for this dependant to go. */
function waitingOwners(object: KubeObject, client: Client): readonly Ref[] {
  const refs: Ref[] = [];
  for (const reference of object.metadata.ownerReferences ?? []) {
    if (reference.blockOwnerDeletion !== true) continue;
    const owner = ownerOf(reference, object, client);
    if (owner !== undefined && waitsInForeground(owner)) refs.push(objectRef(owner));
  }
  return refs;
}

const waitsInForeground = (owner: KubeObject): boolean =>
  isTerminating(owner) && (owner.metadata.finalizers?.includes(FOREGROUND) ?? false);

function ownerOf(reference: OwnerReference, dependent: KubeObject, client: Client): KubeObject | undefined {
  const kind = client.kindFor(reference.apiVersion, reference.kind);
  if (kind === undefined) return undefined;
  const namespace = kind.scope === 'Cluster' ? '' : (dependent.metadata.namespace ?? '');
  const found = client.find(kind, { namespace, name: reference.name });
  return found !== undefined && found.metadata.uid === reference.uid ? found : undefined;
}

function exists(reference: OwnerReference, dependent: KubeObject, client: Client): boolean {
  // An owner of a kind that is not served cannot be judged: upstream leaves such dependants alone.
  return (
    client.kindFor(reference.apiVersion, reference.kind) === undefined ||
    ownerOf(reference, dependent, client) !== undefined
  );
}

/** The owner with this uid has gone: each dependant loses its claim or its life (G-4). */
function collectDependents(uid: Uid, { client }: Context): void {
  let left = countDependents(uid, client);
  for (const kind of client.kinds()) {
    if (left === 0) return;
    const dependents = client.list(kind, { owner: uid });
    left -= dependents.length;
    for (const dependent of dependents) attend(kind, dependent, client);
  }
}

function processOwner({ apiVersion, kind: word, ref }: Place, { client }: Context): void {
  const kind = client.kindFor(apiVersion, word);
  const object = kind === undefined ? undefined : client.find(kind, ref);
  if (kind === undefined || object === undefined) return;
  const finalizers = isTerminating(object) ? (object.metadata.finalizers ?? []) : [];
  if (finalizers.includes(ORPHAN)) orphanDependents(kind, object, client);
  else if (finalizers.includes(FOREGROUND)) deleteForeground(kind, object, client);
  else attend(kind, object, client);
}

/** attemptToDeleteItem for one dependant. */
function attend(kind: Kind, dependent: KubeObject, client: Client): void {
  if (isTerminating(dependent) && !dependent.metadata.finalizers?.includes(FOREGROUND)) return;
  const owners = (dependent.metadata.ownerReferences ?? []).map((reference): Owner => {
    if (client.kindFor(reference.apiVersion, reference.kind) === undefined)
      return { reference, state: 'solid' };
    const owner = ownerOf(reference, dependent, client);
    if (owner === undefined) return { reference, state: 'dangling' };
    return { reference, state: waitsInForeground(owner) ? 'waiting' : 'solid' };
  });
  const decision = decideDependent(
    owners,
    hasDependents(dependent, client),
    dependent.metadata.finalizers ?? [],
  );
  if (decision.action === 'keep') return;
  tolerant(() => {
    if (decision.action === 'delete') {
      client.delete(kind, refOf(dependent), {
        uid: dependent.metadata.uid,
        propagation: decision.propagation,
      });
    } else client.update(kind, withOwners(dependent, decision.owners));
  });
}

const hasDependents = ({ metadata }: KubeObject, client: Client): boolean =>
  countDependents(metadata.uid, client) > 0;

/** How many objects, of whatever kind, name the uid as an owner: the index is one for all kinds. */
const countDependents = (uid: Uid, client: Client): number =>
  client.count(Pod, { under: { index: 'owner', word: uid } });

function orphanDependents(kind: Kind, owner: KubeObject, client: Client): void {
  for (const child of client.kinds()) {
    for (const dependent of client.list(child, { owner: owner.metadata.uid })) {
      const rest = (dependent.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
      tolerant(() => client.update(child, withOwners(dependent, rest)));
    }
  }
  removeFinalizer(kind, owner, ORPHAN, client);
}

/** Foreground: dependants first; the owner goes when none that blocks is left (G-2, G-7). */
function deleteForeground(kind: Kind, owner: KubeObject, client: Client): void {
  let blocked = false;
  for (const child of client.kinds()) {
    for (const dependent of client.list(child, { owner: owner.metadata.uid })) {
      attend(child, dependent, client);
      const left = client.find(child, refOf(dependent));
      const reference = left?.metadata.ownerReferences?.find(({ uid }) => uid === owner.metadata.uid);
      if (
        left !== undefined &&
        left.metadata.uid === dependent.metadata.uid &&
        reference?.blockOwnerDeletion === true
      )
        blocked = true;
    }
  }
  if (!blocked) removeFinalizer(kind, owner, FOREGROUND, client);
}

function removeFinalizer(kind: Kind, object: KubeObject, finalizer: string, client: Client): void {
  const current = client.find(kind, refOf(object));
  if (current === undefined || current.metadata.uid !== object.metadata.uid) return;
  const { finalizers = [], ...rest } = current.metadata;
  const left = finalizers.filter((name) => name !== finalizer);
  tolerant(() =>
    client.update(kind, { ...current, metadata: left.length === 0 ? rest : { ...rest, finalizers: left } }),
  );
}

function withOwners(object: KubeObject, ownerReferences: readonly OwnerReference[]): KubeObject {
  const { ownerReferences: _, ...rest } = object.metadata;
  return { ...object, metadata: ownerReferences.length === 0 ? rest : { ...rest, ownerReferences } };
}

/** What has gone or changed meanwhile tells its own wake. */
function tolerant(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}
