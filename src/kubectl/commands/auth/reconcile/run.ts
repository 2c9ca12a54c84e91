import type { RoleBinding } from '../../../../kinds/rbac/types.ts';
import type { Fields } from '../../../../machinery/json.ts';
import type { KubeObject } from '../../../../machinery/object-meta.ts';
import type { PolicyRule } from '../../../../machinery/policy-rules.ts';
import { hasReason, isConflict, isNotFound, type StatusReason } from '../../../../machinery/status.ts';
import { type Connection, fetchObject } from '../../../api.ts';
import type { AnyObject } from '../../../resources/object.ts';
import { refuseName } from '../../../resources/selection.ts';
import { type AnyRole, type Reconciled, reconciledBinding, reconciledRole, type Subject } from './compare.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export interface Wishes {
  readonly isTrial: boolean;
  readonly removeExtraPermissions: boolean;
  readonly removeExtraSubjects: boolean;
}

interface Parts {
  readonly rules: readonly PolicyRule[];
  readonly subjects: readonly Subject[];
}

/** What was found to be done, and what came of it. */
export interface Outcome {
  readonly operation: 'none' | 'create' | 'update' | 'recreate';
  /** The object as the server answered, or as it would be sent. */
  readonly object: AnyObject;
  /** The object says that it is to be left alone. */
  readonly isProtected: boolean;
  readonly missing: Parts;
  readonly extra: Parts;
}

/** Brings a role to what the manifest says. */
export function reconcileRole(connection: Connection, object: AnyObject, wishes: Wishes): Promise<Outcome> {
  const expected = typed<AnyRole>(object);
  return attempt(connection, expected, wishes.isTrial, {
    tries: 3,
    parts: (rules) => ({ rules, subjects: [] }),
    wanted: expected.rules ?? [],
    compare: (existing) => reconciledRole(existing, expected, wishes.removeExtraPermissions),
  });
}

/** Brings a binding to what the manifest says. */
export function reconcileBinding(
  connection: Connection,
  object: AnyObject,
  wishes: Wishes,
): Promise<Outcome> {
  const expected = typed<RoleBinding>(object);
  return attempt(connection, expected, wishes.isTrial, {
    tries: 4,
    parts: (subjects) => ({ rules: [], subjects }),
    wanted: expected.subjects ?? [],
    compare: (existing) => reconciledBinding(existing, expected, wishes.removeExtraSubjects),
  });
}

const typed = <T extends KubeObject>(object: AnyObject): T => object as Fields as T;

interface Reconciling<T, Part> {
  /** Somebody else may make or delete it meanwhile: so often it is looked at anew. */
  readonly tries: number;
  readonly parts: (list: readonly Part[]) => Parts;
  readonly wanted: readonly Part[];
  readonly compare: (existing: T) => Reconciled<T, Part>;
}

async function attempt<T extends KubeObject, Part>(
  connection: Connection,
  expected: T,
  isTrial: boolean,
  reconciling: Reconciling<T, Part>,
): Promise<Outcome> {
  const { parts } = reconciling;
  for (let tries = 0; tries < reconciling.tries; tries++) {
    const existing = await found<T>(connection, expected);
    const { operation, object, missing, extra } =
      existing === undefined
        ? { operation: 'create' as const, object: expected, missing: reconciling.wanted, extra: [] }
        : reconciling.compare(existing);
    const isProtected =
      existing?.metadata.annotations?.['rbac.authorization.kubernetes.io/autoupdate'] === 'false';
    const outcome = { operation, isProtected, missing: parts(missing), extra: parts(extra) };
    if (isProtected || isTrial || operation === 'none')
      return { ...outcome, object: { ...object } as Fields as AnyObject };
    const written = await write(connection, operation, object, existing);
    if (written !== undefined) return { ...outcome, object: written };
  }
  throw new Error('exceeded maximum attempts');
}

async function found<T extends KubeObject>(connection: Connection, expected: T): Promise<T | undefined> {
  try {
    return await fetchObject<T>(connection, 'GET', pathOf(expected));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Does it; undefined where somebody else came in between. */
async function write(
  connection: Connection,
  operation: 'create' | 'update' | 'recreate',
  object: KubeObject,
  existing: KubeObject | undefined,
): Promise<AnyObject | undefined> {
  const cameBetween = (error: unknown): boolean =>
    operation === 'update' ? isNotFound(error) : hasReason(error, 'AlreadyExists');
  try {
    if (operation === 'update') return await fetchObject(connection, 'PUT', pathOf(object), { body: object });
    if (existing !== undefined && !(await isRemoved(connection, existing))) return undefined;
    if (!isOfCluster(object)) await ensureNamespace(connection, object.metadata.namespace ?? '');
    return await fetchObject(connection, 'POST', collectionOf(object), { body: object });
  } catch (error) {
    if (cameBetween(error)) return undefined;
    throw error;
  }
}

async function isRemoved(connection: Connection, existing: KubeObject): Promise<boolean> {
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: existing.metadata.uid } };
  try {
    await fetchObject(connection, 'DELETE', pathOf(existing), { body });
  } catch (error) {
    if (isConflict(error)) return false;
    if (!isNotFound(error)) throw error;
  }
  return true;
}

/** Who may do nothing with namespaces may still make roles in one. */
async function ensureNamespace(connection: Connection, name: string): Promise<void> {
  // Nobody looks up the current namespace for manifests that name none.
  refuseName(name);
  const passedOver =
    (...reasons: readonly StatusReason[]) =>
    (error: unknown) => {
      if (!reasons.some((reason) => hasReason(error, reason))) throw error;
      return undefined;
    };
  const path = '/api/v1/namespaces';
  const body = {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name, creationTimestamp: null },
    spec: {},
    status: {},
  };
  const there = await fetchObject(connection, 'GET', `${path}/${encodeURIComponent(name)}`).catch(
    passedOver('NotFound', 'Forbidden'),
  );
  if (there === undefined)
    await fetchObject(connection, 'POST', path, { body }).catch(passedOver('AlreadyExists', 'Forbidden'));
}

const isOfCluster = ({ kind = '' }: KubeObject): boolean => kind.startsWith('Cluster');

function collectionOf({ kind, metadata: { namespace } }: KubeObject): string {
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `/apis/${RBAC_GROUP}/v1${place}/${(kind ?? '').toLowerCase()}s`;
}

const pathOf = (object: KubeObject): string =>
  `${collectionOf(object)}/${encodeURIComponent(object.metadata.name)}`;
