import type { PersistentVolumeClaim } from '../../../kinds/core/persistentvolumeclaim/types.ts';
import type { Pod } from '../../../kinds/core/pod/types.ts';
import { compareBytes, continueColumn } from '../common.ts';
import { defineDescriber, listQuery } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, type Page } from '../page.ts';
import { describeClaim } from './claim.ts';

export const persistentVolumeClaim = defineDescriber<PersistentVolumeClaim>({
  related: ({ metadata }) => ({ pods: listQuery('/api/v1', metadata.namespace, 'pods') }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      describeClaim(page, object, now);
      describeUsers(page, usersOf(object, related.list('pods')));
      describeConditions(page, object);
      describeEvents(page, events, now);
    }),
});

/** Pods that mount the claim, and pods that own it. */
function usersOf({ metadata }: PersistentVolumeClaim, pods: readonly Pod[]): readonly Pod[] {
  const owners = new Set((metadata.ownerReferences ?? []).map(({ uid }) => uid));
  const mounts = (pod: Pod): boolean =>
    (pod.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name);
  return pods
    .filter((pod) => mounts(pod) || owners.has(pod.metadata.uid))
    .toSorted((a, b) => compareBytes(a.metadata.name, b.metadata.name));
}

function describeUsers(page: Page, pods: readonly Pod[]): void {
  page.write(0, 'Used By:\t');
  if (pods.length === 0) page.end('<none>');
  for (const [i, pod] of pods.entries()) {
    if (i > 0) continueColumn(page);
    page.line(0, pod.metadata.name);
  }
}

function describeConditions(page: Page, { status }: PersistentVolumeClaim): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions) {
    const times = `${formatTime(one.lastProbeTime)} \t${formatTime(one.lastTransitionTime)}`;
    page.line(1, `${one.type} \t${one.status} \t${times} \t${one.reason ?? ''} \t${one.message ?? ''}`);
  }
}
