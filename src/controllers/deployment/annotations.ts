import type { Deployment } from '../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { maxReplicas } from './sizes.ts';

export type Annotations = Readonly<Record<string, string>>;

export const REVISION = 'deployment.kubernetes.io/revision';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is the deployment's own or the ReplicaSet's own and is copied neither way (D-12a). */
const NOT_COPIED: ReadonlySet<string> = new Set([
  LAST_APPLIED,
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
]);
const REVISION_HISTORY_LONGEST = 2000;
const INT32_MOST = 2 ** 31 - 1;

/** A 64-bit integer as strconv.ParseInt reads it; undefined for anything else. Revisions go beyond 2^53. */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The revision a ReplicaSet says it is: 0 when it says nothing, undefined when it is no number. */
export function revisionOf({ metadata }: ReplicaSet): bigint | undefined {
  const text = metadata.annotations?.[REVISION];
  return text === undefined ? 0n : parseInt64(text);
}

export function maxRevision(replicaSets: readonly ReplicaSet[]): bigint {
  let most = 0n;
  for (const replicaSet of replicaSets) {
    const revision = revisionOf(replicaSet);
    if (revision !== undefined && revision > most) most = revision;
  }
  return most;
}

const countIn = (name: string, annotations: Annotations | undefined): number | undefined => {
  const text = annotations?.[name];
  if (text === undefined || !/^[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return value <= INT32_MOST ? value : undefined;
};

/** spec.replicas of the deployment when the ReplicaSet was scaled last; undefined where it is absent or no count. */
export const desiredReplicasOf = ({ metadata }: ReplicaSet): number | undefined =>
  countIn(DESIRED_REPLICAS, metadata.annotations);
export const maxReplicasOf = ({ metadata }: ReplicaSet): number | undefined =>
  countIn(MAX_REPLICAS, metadata.annotations);

/** The sizes a ReplicaSet is told with every scaling: proportional scaling reads them later (D-24, D-31). */
export function sizeAnnotations(deployment: Deployment): Annotations {
  return {
    [DESIRED_REPLICAS]: String(deployment.spec.replicas),
    [MAX_REPLICAS]: String(maxReplicas(deployment)),
  };
}

export function hasAnnotations(replicaSet: ReplicaSet, wanted: Annotations): boolean {
  return Object.entries(wanted).every(([key, value]) => replicaSet.metadata.annotations?.[key] === value);
}

/** The annotations the new ReplicaSet gets from its deployment, and whether they are worth an update (D-12). */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  before: Annotations,
  newRevision: bigint,
  historyLongest = REVISION_HISTORY_LONGEST,
): { readonly annotations: Annotations; readonly changed: boolean } {
  const annotations: Record<string, string> = { ...before, ...copied(deployment.metadata.annotations ?? {}) };
  let changed = Object.entries(annotations).some(([key, value]) => before[key] !== value);
  const oldText = before[REVISION];
  const oldRevision = oldText === undefined || oldText === '' ? 0n : parseInt64(oldText);
  // Upstream forgets here that it has copied annotations: they wait for another reason to update.
  if (oldRevision === undefined) return { annotations, changed: false };
  if (oldRevision < newRevision) {
    annotations[REVISION] = String(newRevision);
    changed = true;
    if (oldText !== undefined) {
      const history = appendRevision(before[REVISION_HISTORY] ?? '', oldText, historyLongest);
      if (history !== undefined) annotations[REVISION_HISTORY] = history;
    }
  }
  return { annotations, changed };
}

function copied(annotations: Annotations): Annotations {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !NOT_COPIED.has(key)));
}

/** Drops the oldest until the new one fits; undefined when it alone is too long (D-12b). */
function appendRevision(history: string, revision: string, longest: number): string | undefined {
  if (history === '' || history.startsWith(',')) return revision;
  const revisions = history.split(',');
  let length = history.length + revision.length + 1;
  let start = 0;
  while (length > longest && start < revisions.length) {
    length -= (revisions[start]?.length ?? 0) + 1;
    start++;
  }
  return length <= longest ? [...revisions.slice(start), revision].join(',') : undefined;
}

/** A deployment's annotations after it went back to a ReplicaSet: that one's, beside its own private ones (D-70). */
export function annotationsAfterRollback(deployment: Deployment, target: ReplicaSet): Annotations {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => NOT_COPIED.has(key));
  return { ...Object.fromEntries(own), ...copied(target.metadata.annotations ?? {}) };
}
