import type { Client } from '../../client/client.ts';
import { ControllerRevision } from '../../kinds/apps/controllerrevision/kind.ts';
import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import type { Pod } from '../../kinds/core/pod/types.ts';
import { statefulSetRevisionHash } from '../../machinery/hash.ts';
import { controllerOf, type Draft, refOf } from '../../machinery/object-meta.ts';
import { isAlreadyExists } from '../../machinery/status.ts';
import { controllerRef } from '../pod-control/controller-ref.ts';
import { byRevision, equalData, renumber } from '../pod-control/revisions.ts';
import { templateState } from '../pod-control/template-hash.ts';
import { revisionOf } from './identity.ts';

const HASH = 'controller.kubernetes.io/hash';
/** A revision's name is `<set>-<hash>`, the set's name cut to so many letters (H-6). */
const NAME_LONGEST = 223;

export interface SetRevisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisionCount: number;
}

/** The set's revisions, oldest first; orphans that match are adopted (S-2). */
export function listRevisions(client: Client, set: StatefulSet): readonly ControllerRevision[] {
  const { namespace = '', uid } = set.metadata;
  const listed = client.list(ControllerRevision, { namespace, labels: set.spec.selector });
  const revisions: ControllerRevision[] = [];
  for (const revision of listed) {
    const controller = controllerOf(revision);
    if (controller === undefined) revisions.push(adopt(client, set, revision));
    else if (controller.uid === uid) revisions.push(revision);
  }
  return revisions.sort(byRevision);
}

function adopt(client: Client, set: StatefulSet, revision: ControllerRevision): ControllerRevision {
  const ownerReferences = [...(revision.metadata.ownerReferences ?? []), controllerRef(set)];
  return client.update(ControllerRevision, {
    ...revision,
    metadata: { ...revision.metadata, ownerReferences },
  });
}

/** Finds or makes the revision of the present template, and finds the current one (S-4). */
export function syncRevisions(
  client: Client,
  set: StatefulSet,
  revisions: readonly ControllerRevision[],
): SetRevisions {
  const last = revisions.at(-1);
  const number = (last?.revision ?? 0) + 1;
  const stored = set.status?.collisionCount ?? 0;
  const candidate = newRevision(set, number, stored);
  const equal = revisions.findLast((revision) => isEqual(revision, candidate));
  const { update, collisionCount } =
    equal === undefined
      ? create(client, set, candidate, stored)
      : { update: equal === last ? last : renumber(client, equal, number), collisionCount: stored };
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
  return { current, update, collisionCount };
}

/** H-6: labels of the template, annotations of the set. */
function newRevision(set: StatefulSet, revision: number, collisionCount: number): Draft<ControllerRevision> {
  const { metadata, spec } = set;
  const { raw, data } = templateState(spec.template);
  const hash = statefulSetRevisionHash(raw, collisionCount);
  return {
    metadata: {
      name: revisionName(set, hash),
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: { ...spec.template.metadata?.labels, [HASH]: hash },
      ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
      ownerReferences: [controllerRef(set)],
    },
    data,
    revision,
  };
}

const revisionName = (set: StatefulSet, hash: string): string =>
  `${set.metadata.name.slice(0, NAME_LONGEST)}-${hash}`;

/** By what they hold. Two hashes that both happen to be numbers must be equal as well, up to 1.33. */
export function isEqual(a: Draft<ControllerRevision>, b: Draft<ControllerRevision>): boolean {
  const first = numericHash(a);
  const second = numericHash(b);
  if (first !== undefined && second !== undefined && first !== second) return false;
  return equalData(a.data, b.data);
}

function numericHash({ metadata }: Draft<ControllerRevision>): number | undefined {
  const hash = metadata.labels?.[HASH];
  if (hash === undefined || !/^[0-9]+$/.test(hash)) return undefined;
  const number = Number(hash);
  return number === (number | 0) ? number : undefined;
}

/** A name that is taken by the same state is that revision; by another state, the next name is tried (S-4c). */
function create(client: Client, set: StatefulSet, candidate: Draft<ControllerRevision>, stored: number) {
  const { raw } = templateState(set.spec.template);
  const namespace = set.metadata.namespace ?? '';
  for (let collisionCount = stored; ; collisionCount++) {
    const name = revisionName(set, statefulSetRevisionHash(raw, collisionCount));
    try {
      const draft = { ...candidate, metadata: { ...candidate.metadata, name } };
      return { update: client.create(ControllerRevision, draft), collisionCount };
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      const existing = client.get(ControllerRevision, { namespace, name });
      if (equalData(existing.data, candidate.data)) return { update: existing, collisionCount };
    }
  }
}

/** Which revisions are given up: those that nothing uses, oldest first, beyond the limit (S-40). */
export function revisionsToForget(
  set: StatefulSet,
  revisions: readonly ControllerRevision[],
  pods: readonly Pod[],
  used: readonly ControllerRevision[],
): readonly ControllerRevision[] {
  const limit = set.spec.revisionHistoryLimit;
  const live = new Set([...used.map(({ metadata }) => metadata.name), ...pods.map(revisionOf)]);
  const idle = revisions.filter(({ metadata }) => !live.has(metadata.name));
  return limit < 0 ? [] : idle.slice(0, Math.max(0, idle.length - limit));
}

export function forget(client: Client, revisions: readonly ControllerRevision[]): void {
  for (const revision of revisions) client.delete(ControllerRevision, refOf(revision));
}
