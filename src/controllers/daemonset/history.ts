import type { Client } from '../../client/client.ts';
import { ControllerRevision } from '../../kinds/apps/controllerrevision/kind.ts';
import { DaemonSet } from '../../kinds/apps/daemonset/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Json } from '../../machinery/json.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { isAlreadyExists } from '../../machinery/status.ts';
import { claim } from '../pod-control/claim.ts';
import { controllerRef } from '../pod-control/controller-ref.ts';
import { equalData, renumber } from '../pod-control/revisions.ts';
import { templateHash, templateState } from '../pod-control/template-hash.ts';
import { REVISION_HASH } from './template.ts';

export interface History {
  readonly hash: string;
  readonly old: readonly ControllerRevision[];
}

/** Finds or makes the revision of the present template (G-40). */
export function syncHistory(client: Client, set: DaemonSet, pods: readonly Pod[]): History {
  const present = templateState(set.spec.template).data;
  const old: ControllerRevision[] = [];
  const current: ControllerRevision[] = [];
  for (const claimed of claim(client, {
    owner: set,
    kind: ControllerRevision,
    selector: set.spec.selector,
  })) {
    const revision = withHash(client, claimed);
    (equalData(revision.data, present) ? current : old).push(revision);
  }
  const number = old.reduce((most, { revision }) => Math.max(most, revision), 0) + 1;
  const revision =
    current.length === 0 ? snapshot(client, set, present, number) : keepOne(client, current, pods);
  if (revision.revision < number) renumber(client, revision, number);
  return { hash: revision.metadata.labels?.[REVISION_HASH] ?? '', old };
}

/** A revision that does not say its hash is known by its name. */
function withHash(client: Client, revision: ControllerRevision): ControllerRevision {
  const { metadata } = revision;
  if (metadata.labels?.[REVISION_HASH] !== undefined) return revision;
  const labels = { ...metadata.labels, [REVISION_HASH]: metadata.name };
  return client.update(ControllerRevision, { ...revision, metadata: { ...metadata, labels } });
}

/** H-7. The name may be taken: by the same state, or by another one, and then the next hash is another one (G-41). */
function snapshot(client: Client, set: DaemonSet, data: Json, revision: number): ControllerRevision {
  const { metadata, spec, status } = set;
  const hash = templateHash(spec.template, status?.collisionCount);
  const name = `${metadata.name}-${hash}`;
  const namespace = metadata.namespace ?? '';
  try {
    return client.create(ControllerRevision, {
      metadata: {
        name,
        namespace,
        labels: { ...spec.template.metadata?.labels, [REVISION_HASH]: hash },
        ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
        ownerReferences: [controllerRef(set)],
      },
      data,
      revision,
    });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const existing = client.get(ControllerRevision, { namespace, name });
    if (equalData(existing.data, data)) return existing;
    client.updateStatus(DaemonSet, {
      ...set,
      status: { ...noStatus, ...status, collisionCount: (status?.collisionCount ?? 0) + 1 },
    });
    throw error;
  }
}

const noStatus = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

/** Of several revisions with one state the newest stays, and the pods are told its hash (G-40). */
function keepOne(
  client: Client,
  equal: readonly ControllerRevision[],
  pods: readonly Pod[],
): ControllerRevision {
  const kept = equal.reduce((best, revision) => (revision.revision >= best.revision ? revision : best));
  if (equal.length === 1) return kept;
  const hash = kept.metadata.labels?.[REVISION_HASH] ?? '';
  for (const pod of pods) {
    if (pod.metadata.labels?.[REVISION_HASH] === hash) continue;
    const labels = { ...pod.metadata.labels, [REVISION_HASH]: hash };
    client.update(Pod, { ...pod, metadata: { ...pod.metadata, labels } });
  }
  for (const revision of equal) if (revision !== kept) client.delete(ControllerRevision, refOf(revision));
  return kept;
}

/** Beyond the limit the lowest revisions go; one that a pod still has is passed over for the next (G-44). */
export function revisionsToForget(
  { spec }: DaemonSet,
  old: readonly ControllerRevision[],
  pods: readonly Pod[],
): readonly ControllerRevision[] {
  const surplus = Math.max(0, old.length - spec.revisionHistoryLimit);
  if (surplus === 0) return [];
  const live = new Set(pods.map((pod) => pod.metadata.labels?.[REVISION_HASH]));
  return old
    .toSorted((a, b) => a.revision - b.revision)
    .filter(({ metadata }) => !live.has(metadata.labels?.[REVISION_HASH]))
    .slice(0, surplus);
}
