import type { Pod } from '../../../kinds/core/pod/types.ts';
import { createObject } from '../../change.ts';
import type { Context } from '../../command.ts';
import { mapperOf } from '../../resources/mapper.ts';
import type { AnyObject } from '../../resources/object.ts';
import { customized, newContainer } from './container.ts';
import { suffixFor } from './names.ts';
import type { DebugOptions } from './options.ts';
import { PROFILES, secured } from './profiles.ts';
import type { Debugging } from './session.ts';

/** Makes a pod on the node that sees what the node sees. */
export async function debugNode(
  node: AnyObject,
  options: DebugOptions,
  custom: unknown,
  context: Context,
): Promise<Debugging> {
  const { name: nodeName = '', uid } = node.metadata;
  const { quiet, profile, container: asked } = options;
  const { onNode } = PROFILES[profile];
  const name = `node-debugger-${nodeName}-${suffixFor(String(uid), context)}`;
  const container = asked || 'debugger';
  if (!quiet)
    context.out.line(`Creating debugging pod ${name} with container ${container} on node ${nodeName}.`);
  const plain = newContainer(container, options);
  const mounted = onNode.hostRoot
    ? { ...plain, volumeMounts: [{ mountPath: '/host', name: 'host-root' }] }
    : plain;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      containers: [customized(secured(mounted, PROFILES[profile], 'node'), custom, context)],
      ...(onNode.hostNamespaces ? { hostIPC: true, hostNetwork: true, hostPID: true } : {}),
      nodeName,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      ...(onNode.hostRoot ? { volumes: [{ name: 'host-root', hostPath: { path: '/' } }] } : {}),
    },
  };
  const mapping = await mapperOf(context).forKind('v1', 'Pod');
  const made = await createObject(context, mapping, context.config.namespace, pod, {
    fieldManager: 'kubectl',
  });
  return { pod: made as AnyObject & Pod, container };
}
