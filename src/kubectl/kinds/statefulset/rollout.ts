import type { StatefulSet } from '../../../kinds/apps/statefulset/types.ts';
import { restore, revisionsOf, revisionsQuery, revisionToRestore } from '../controllerrevision/history.ts';
import { defineRollout, noRollingUpdate, type Progress } from '../rollout-face.ts';

export const statefulSetRollout = defineRollout<StatefulSet>({
  status,
  historyQuery: revisionsQuery,
  revisions: revisionsOf,
  target: revisionToRestore,
  dryRunPrefix: 'will roll back to ',
  rollback: restore,
  pausable: false,
});

/** K-3. A partition is set by default, so that an ordinary set reads as a partitioned one. */
function status({ metadata, spec, status: state }: StatefulSet): Progress {
  if (spec.updateStrategy.type !== 'RollingUpdate') throw noRollingUpdate();
  const observed = state?.observedGeneration ?? 0;
  if (observed === 0 || (metadata.generation ?? 0) > observed) {
    return { text: 'Waiting for statefulset spec update to be observed...\n', done: false };
  }
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = state ?? {};
  if (readyReplicas < spec.replicas) {
    return { text: `Waiting for ${spec.replicas - readyReplicas} pods to be ready...\n`, done: false };
  }
  const rolling = spec.updateStrategy.rollingUpdate;
  if (rolling !== undefined) {
    const wanted = rolling.partition === undefined ? undefined : spec.replicas - rolling.partition;
    if (wanted !== undefined && updatedReplicas < wanted) {
      const text = `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...\n`;
      return { text, done: false };
    }
    return {
      text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...\n`,
      done: true,
    };
  }
  const { updateRevision = '', currentRevision = '' } = state ?? {};
  if (updateRevision !== currentRevision) {
    const text = `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...\n`;
    return { text, done: false };
  }
  const text = `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...\n`;
  return { text, done: true };
}
