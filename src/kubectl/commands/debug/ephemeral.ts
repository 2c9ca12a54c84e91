import type { Pod } from '../../../kinds/core/pod/types.ts';
import { patchObject } from '../../change.ts';
import type { Context } from '../../command.ts';
import type { Info } from '../../resources/selection.ts';
import { customized, newContainer } from './container.ts';
import { debuggerName } from './names.ts';
import type { DebugOptions } from './options.ts';
import { PROFILES, secured } from './profiles.ts';
import type { Debugging } from './session.ts';
import { warnOfUser } from './user-warning.ts';

/** Adds a container to a pod that runs, and leaves all else in it as it is. */
export async function debugBeside(
  info: Info,
  pod: Pod,
  options: DebugOptions,
  custom: unknown,
  context: Context,
): Promise<Debugging> {
  const name = debuggerName(pod, options, context);
  const { target, profile } = options;
  const plain = {
    ...newContainer(name, options),
    ...(target === '' ? {} : { targetContainerName: target }),
  };
  const container = customized(secured(plain, PROFILES[profile], 'ephemeral'), custom, context);
  warnOfUser(container, pod.spec, context);
  const order = [...(pod.spec.ephemeralContainers ?? []), container].map((one) => ({ name: one.name }));
  const patch = {
    spec: { '$setElementOrder/ephemeralContainers': order, ephemeralContainers: [container] },
  };
  const place = { ...info, subresource: 'ephemeralcontainers' };
  const changed = await patchObject(context, place, 'strategic', patch, { fieldManager: 'kubectl' });
  return { pod: { ...pod, ...changed } as Pod, container: name };
}
