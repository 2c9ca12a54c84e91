import type { DaemonSet } from '../../../kinds/apps/daemonset/types.ts';
import { restore, revisionsOf, revisionsQuery, revisionToRestore } from '../controllerrevision/history.ts';
import { defineRollout, noRollingUpdate, type Progress } from '../rollout-face.ts';

export const daemonSetRollout = defineRollout<DaemonSet>({
  status,
  historyQuery: revisionsQuery,
  revisions: revisionsOf,
  target: revisionToRestore,
  dryRunPrefix: 'will roll back to ',
  rollback: restore,
  pausable: false,
});

/** K-2. */
function status({ metadata, spec, status: state }: DaemonSet): Progress {
  const name = JSON.stringify(metadata.name);
  if (spec.updateStrategy.type !== 'RollingUpdate') throw noRollingUpdate();
  if ((metadata.generation ?? 0) > (state?.observedGeneration ?? 0)) {
    return { text: 'Waiting for daemon set spec update to be observed...\n', done: false };
  }
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = state ?? {};
  const waiting = (what: string): Progress => ({
    text: `Waiting for daemon set ${name} rollout to finish: ${what}...\n`,
    done: false,
  });
  if (updatedNumberScheduled < desiredNumberScheduled) {
    return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`);
  }
  if (numberAvailable < desiredNumberScheduled) {
    return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`);
  }
  return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}
