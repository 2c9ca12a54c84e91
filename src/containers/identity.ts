import type { Container, Pod } from '../kinds/core/pod/types.ts';
import { groupsIn, layoutOf } from './accounts.ts';
import { imageUser } from './images/index.ts';
import type { Instance } from './instance.ts';

/** Who a container's programs are. */
export interface Identity {
  readonly user: number;
  readonly group: number;
  /** Of all groups, the first one among them, in the kernel's order. */
  readonly groups: readonly number[];
}

/** Who the security contexts say that they are; else who the image says, which is root where nothing is known of it. */
export function identityOf({ spec }: Pick<Pod, 'spec'>, container: Container): Identity {
  const inPod = spec.securityContext ?? {};
  const own = container.securityContext ?? {};
  const ofImage = imageUser(container.image ?? '');
  const user = own.runAsUser ?? inPod.runAsUser ?? ofImage?.id ?? 0;
  const listed = groupsIn(layoutOf(container), user);
  const first = user === ofImage?.id ? ofImage.group : (listed.first ?? 0);
  const group = own.runAsGroup ?? inPod.runAsGroup ?? first;
  const more = inPod.supplementalGroupsPolicy === 'Strict' ? [] : listed.all;
  const ofVolumes = inPod.fsGroup === undefined ? [] : [inPod.fsGroup];
  const groups = new Set([group, ...more, ...ofVolumes, ...(inPod.supplementalGroups ?? [])]);
  return { user, group, groups: [...groups].sort((a, b) => a - b) };
}

/** Whether a container may do less than root, or less than root may by default. */
export function isConfined(pod: Pick<Pod, 'spec'>, container: Container): boolean {
  const { readOnlyRootFilesystem, capabilities } = container.securityContext ?? {};
  if (readOnlyRootFilesystem === true || capabilities?.drop !== undefined) return true;
  return identityOf(pod, container).user !== 0;
}

/** Who a container's programs are, as the shell is told: names that no script can use. */
export function credentialsOf({
  pod,
  container,
}: Pick<Instance, 'pod' | 'container'>): Record<string, string> {
  const { user, group, groups } = identityOf(pod, container);
  return {
    '.uid': String(user),
    '.gid': String(group),
    '.groups': groups.join(' '),
    '.address': pod.status?.podIP ?? '',
  };
}
