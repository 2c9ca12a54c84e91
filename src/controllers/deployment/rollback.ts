import { Deployment } from '../../kinds/apps/deployment/kind.ts';
import type { ReplicaSet } from '../../kinds/apps/replicaset/types.ts';
import { annotationsAfterRollback, parseInt64, ROLLBACK_TO, revisionOf } from './annotations.ts';
import { equalIgnoringHash, type Family, membersOf, withoutHash } from './replica-sets.ts';
import type { Sync } from './sync.ts';

/** The revision an old client asks to go back to, 0 for the last one; undefined when nobody asks (D-7). */
export function rollbackTo({ metadata }: Deployment): bigint | undefined {
  const text = metadata.annotations?.[ROLLBACK_TO];
  return text === undefined || text === '' ? undefined : parseInt64(text);
}

interface Outcome {
  readonly deployment: Deployment;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Puts the template of a revision back and tells what came of it; the request is taken off in any case (D-70). */
export function rollBack(sync: Sync, family: Family, asked: bigint): void {
  if (sync.written) return;
  const { deployment, type, reason, message } = outcome(sync.deployment, family, asked);
  const { [ROLLBACK_TO]: _, ...annotations } = deployment.metadata.annotations ?? {};
  sync.context.client.update(Deployment, {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
  });
  sync.context.event(deployment, type, reason, message);
}

function outcome(deployment: Deployment, family: Family, asked: bigint): Outcome {
  const { name } = deployment.metadata;
  const warning = (reason: string, message: string): Outcome => ({
    deployment,
    type: 'Warning',
    reason,
    message,
  });
  const sets = membersOf(family);
  const revision = asked === 0n ? lastRevision(sets) : asked;
  if (revision === 0n) return warning('DeploymentRollbackRevisionNotFound', 'Unable to find last revision.');
  const target = sets.find((replicaSet) => revisionOf(replicaSet) === revision);
  if (target === undefined) {
    return warning('DeploymentRollbackRevisionNotFound', 'Unable to find the revision to rollback to.');
  }
  if (equalIgnoringHash(deployment.spec.template, target.spec.template)) {
    const message = `The rollback revision contains the same template as current deployment "${name}"`;
    return warning('DeploymentRollbackTemplateUnchanged', message);
  }
  return {
    deployment: {
      ...deployment,
      metadata: { ...deployment.metadata, annotations: annotationsAfterRollback(deployment, target) },
      spec: { ...deployment.spec, template: withoutHash(target.spec.template) },
    },
    type: 'Normal',
    reason: 'DeploymentRollback',
    message: `Rolled back deployment "${name}" to revision ${revision}`,
  };
}

/** The second-highest revision, 0 when there is none. */
export function lastRevision(replicaSets: readonly ReplicaSet[]): bigint {
  let highest = 0n;
  let second = 0n;
  for (const replicaSet of replicaSets) {
    const revision = revisionOf(replicaSet);
    if (revision === undefined) continue;
    if (revision >= highest) {
      second = highest;
      highest = revision;
    } else if (revision > second) {
      second = revision;
    }
  }
  return second;
}
