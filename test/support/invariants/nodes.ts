import { Node } from '../../../src/kinds/core/node/kind.ts';
import { isFinished } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { milliValue, parseQuantity } from '../../../src/machinery/quantity.ts';
import type { Invariant } from '../invariants.ts';
import { changeOf, nameOf } from './objects.ts';

/** The binding sub-resource refuses a pod that has a node (assignPod), and spec.nodeName cannot be changed. */
export const oneNodePerPod: Invariant = () => ({
  after: (change, complain) => {
    const pod = changeOf(Pod, change);
    const was = pod?.before?.spec.nodeName;
    if (pod?.type === 'MODIFIED' && was !== undefined && was !== pod.object.spec.nodeName)
      complain(`${nameOf(pod.object)} was on ${was} and is on ${pod.object.spec.nodeName}`);
  },
});

const RESOURCES = ['cpu', 'memory'] as const;

/** NodeResourcesFit: a pod is bound only where its requests fit beside those of all pods that have not ended. */
export const requestsFit: Invariant = ({ client }) => ({
  after: (change, complain) => {
    const pod = changeOf(Pod, change);
    const name = pod?.object.spec.nodeName;
    // Who was made with a node is not asked for by the scheduler: the kubelet refuses it.
    if (pod?.type !== 'MODIFIED' || name === undefined || pod.before?.spec.nodeName !== undefined) return;
    const allocatable = client.find(Node, { namespace: '', name })?.status?.allocatable ?? {};
    const pods = client.list(Pod, { node: name }).filter((one) => !isFinished(one));
    if (pods.length > Number(allocatable['pods'] ?? 0)) complain(`${pods.length} pods on ${name}`);
    for (const resource of RESOURCES) {
      const asked = pods.reduce((sum, one) => sum + requestOf(one, resource), 0);
      const there = milliValue(parseQuantity(allocatable[resource] ?? '0'));
      if (asked > there) complain(`${asked} of ${there} thousandths of ${resource} are asked for on ${name}`);
    }
  },
});

function requestOf({ spec }: Pod, resource: string): number {
  const ask = (container: {
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  }) => milliValue(parseQuantity(container.resources?.requests?.[resource] ?? '0'));
  const all = spec.containers.reduce((sum, container) => sum + ask(container), 0);
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const beside = sidecars.reduce((sum, container) => sum + ask(container), 0);
  const first = Math.max(0, ...(spec.initContainers ?? []).map(ask));
  return Math.max(all + beside, first) + milliValue(parseQuantity(spec.overhead?.[resource] ?? '0'));
}
