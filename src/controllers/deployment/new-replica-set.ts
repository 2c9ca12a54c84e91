import { ReplicaSet } from '../../kinds/apps/replicaset/kind.ts';
import { timeOf } from '../../machinery/instant.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import { isAlreadyExists, StatusError } from '../../machinery/status.ts';
import { controllerRef, isControlledBy } from '../pod-control/controller-ref.ts';
import { isNamespaceTerminating } from '../pod-control/refusals.ts';
import { templateHash } from '../pod-control/template-hash.ts';
import { maxRevision, newReplicaSetAnnotations, REVISION, sizeAnnotations } from './annotations.ts';
import { progressing } from './conditions.ts';
import { hasProgressDeadline, progressingOf } from './progress.ts';
import { equalIgnoringHash, type Family, family, TEMPLATE_HASH, withHash } from './replica-sets.ts';
import { newReplicaSetSize, specReplicas } from './sizes.ts';
import type { Sync } from './sync.ts';

export interface SyncedFamily extends Family {
  /** The new ReplicaSet was brought up to date just now; the deployment's own revision waits for the next sync (D-12d). */
  readonly updated: boolean;
}

/** Finds new and old ReplicaSets and brings revisions, annotations and minReadySeconds in line (D-10..D-14). */
export function syncFamily(sync: Sync, replicaSets: readonly ReplicaSet[], create: boolean): SyncedFamily {
  const { newSet, old } = family(sync.deployment, replicaSets);
  const revision = maxRevision(old) + 1n;
  if (newSet !== undefined) return syncExisting(sync, newSet, old, revision);
  return { newSet: create ? createNew(sync, old, revision) : undefined, old, updated: false };
}

function syncExisting(
  sync: Sync,
  newSet: ReplicaSet,
  old: readonly ReplicaSet[],
  revision: bigint,
): SyncedFamily {
  const { deployment, context } = sync;
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const { annotations, changed } = newReplicaSetAnnotations(
    deployment,
    newSet.metadata.annotations ?? {},
    revision,
  );
  if (changed || (newSet.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _, ...spec } = newSet.spec;
    const updated = context.client.update(ReplicaSet, {
      ...newSet,
      metadata: { ...newSet.metadata, annotations },
      spec: minReadySeconds === 0 ? spec : { ...spec, minReadySeconds },
    });
    return { newSet: updated, old, updated: true };
  }
  const renumbered = sync.noteRevision(newSet.metadata.annotations?.[REVISION] ?? '');
  const untold = hasProgressDeadline(deployment) && progressingOf(deployment.status) === undefined;
  if (untold) {
    const message = `Found new replica set "${newSet.metadata.name}"`;
    sync.noteCondition(progressing('True', 'FoundNewReplicaSet', message, timeOf(context.now)));
  }
  if (renumbered || untold) sync.write();
  return { newSet, old, updated: false };
}

/** D-14 */
function createNew(sync: Sync, old: readonly ReplicaSet[], revision: bigint): ReplicaSet {
  const { deployment, context } = sync;
  const draft = newReplicaSet(sync, old, revision);
  const name = draft.metadata.name ?? '';
  let created: ReplicaSet;
  try {
    created = context.client.create(ReplicaSet, draft);
  } catch (error) {
    if (isAlreadyExists(error)) return resolveCollision(sync, name, revision, error);
    if (!(error instanceof StatusError) || isNamespaceTerminating(error)) throw error;
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    tellProgress(sync, 'False', 'ReplicaSetCreateError', message);
    context.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
    throw error;
  }
  const { replicas } = draft.spec;
  // Also created with 0, which is usual without surge, but that is no news (D-14).
  if (replicas > 0) {
    context.event(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled up replica set ${name} from 0 to ${replicas}`,
    );
  }
  const renumbered = sync.noteRevision(String(revision));
  const told = tellProgress(sync, 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`);
  if (renumbered && !told) sync.write();
  return created;
}

/** H-5 */
function newReplicaSet(
  { deployment }: Sync,
  old: readonly ReplicaSet[],
  revision: bigint,
): Draft<ReplicaSet> {
  const { metadata, spec } = deployment;
  const hash = templateHash(spec.template, deployment.status?.collisionCount);
  const template = withHash(spec.template, hash);
  const { annotations } = newReplicaSetAnnotations(deployment, {}, revision);
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: template.metadata.labels ?? {},
      annotations: { ...annotations, ...sizeAnnotations(deployment) },
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, specReplicas(old), 0),
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template,
    },
  };
}

/** The name is taken: by this deployment's own set, or by a stranger, and then the next hash is another one (D-14). */
function resolveCollision(sync: Sync, name: string, revision: bigint, error: unknown): ReplicaSet {
  const { deployment, context } = sync;
  const existing = context.client.get(ReplicaSet, { namespace: deployment.metadata.namespace ?? '', name });
  if (
    isControlledBy(existing, deployment) &&
    equalIgnoringHash(deployment.spec.template, existing.spec.template)
  ) {
    if (sync.noteRevision(String(revision))) sync.write();
    return existing;
  }
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
  sync.noteStatus({ ...deployment.status, collisionCount });
  sync.write();
  throw error;
}

/** Sets Progressing and writes, where there is a deadline to make progress by; says whether it did. */
function tellProgress(sync: Sync, status: 'True' | 'False', reason: string, message: string): boolean {
  if (!hasProgressDeadline(sync.deployment)) return false;
  sync.noteCondition(progressing(status, reason, message, timeOf(sync.context.now)));
  sync.write();
  return true;
}
