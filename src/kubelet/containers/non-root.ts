import { imageUser } from '../../containers/images/index.ts';
import type { Container } from '../../kinds/core/pod/types.ts';
import type { Sync } from '../sync.ts';
import { podId } from './backing-off.ts';

/**
 * Why a container that must not run as root is not started, in the kubelet's words (verifyRunAsNonRoot); undefined when it
 * may be. Of images that nothing is known of, the best is thought.
 */
export function rootError(sync: Sync, { name, image, securityContext: own }: Container): string | undefined {
  const inPod = sync.pod.spec.securityContext;
  if ((own?.runAsNonRoot ?? inPod?.runAsNonRoot) !== true) return undefined;
  const where = `(pod: "${podId(sync)}", container: ${name})`;
  const told = own?.runAsUser ?? inPod?.runAsUser;
  if (told !== undefined)
    return told === 0 ? `container's runAsUser breaks non-root policy ${where}` : undefined;
  const user = imageUser(image ?? '');
  if (user?.name !== undefined)
    return `container has runAsNonRoot and image has non-numeric user (${user.name}), cannot verify user is non-root ${where}`;
  return user?.id === 0 ? `container has runAsNonRoot and image will run as root ${where}` : undefined;
}
