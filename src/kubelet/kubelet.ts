import type { Actor, Reader } from '../client/client.ts';
import { onChange } from '../client/triggers.ts';
import type { Shelf } from '../containers/kept-scenes.ts';
import { NODE_LEASES } from '../kinds/coordination/lease/heartbeat.ts';
import { Lease } from '../kinds/coordination/lease/kind.ts';
import { ConfigMap } from '../kinds/core/configmap/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { ANY_NAME } from '../kinds/core/pod/asking.ts';
import { claimNames } from '../kinds/core/pod/claims.ts';
import { condition, isFinished, isScheduled } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { Secret } from '../kinds/core/secret/kind.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { EndpointSlice } from '../kinds/discovery/endpointslice/kind.ts';
import { type Ref, refOf } from '../machinery/object-meta.ts';
import { type Faults, noFaults } from '../simulation/faults.ts';
import { refersTo } from './containers/references.ts';
import { reconcileFastPod } from './fast/pod-worker.ts';
import { reconcileNode } from './node-status.ts';
import { reconcilePod } from './pod-worker.ts';
import { type KubeletSettings, REALISTIC } from './settings.ts';
import type { Manner } from './sync.ts';
import { volumeManager } from './volumes/in-use.ts';
import { isSourceRef, ReplacedSources } from './volumes/replaced-sources.ts';

/** The kubelets of all nodes: one actor, that is asked about pods and about nodes. */
export function kubelet(
  settings: KubeletSettings,
  faults: Faults = noFaults,
  shelf?: Shelf,
): readonly Actor[] {
  const manner: Manner = { durations: { ...REALISTIC, ...settings.durations }, faults, shelf };
  const isFast = settings.kubelet === 'fast';
  const replacedSources = new ReplacedSources();
  return [
    volumeManager,
    {
      name: 'kubelet',
      component: 'kubelet',
      triggers: [
        onChange(Pod, ({ type, object, before }) =>
          type === 'DELETED' || concernsKubelet(object, before) ? podRefs(object) : [],
        ),
        onChange(Node, ({ type, object, before }, reader) => {
          if (type === 'DELETED') return [];
          if (before === undefined) return nodeAndPods(object.metadata.name, reader);
          const isAttached = object.status?.volumesAttached !== before.status?.volumesAttached;
          const own = saysSame(object, before) ? [] : [refOf(object)];
          return isAttached ? [...own, ...startingPods(object.metadata.name, reader)] : own;
        }),
        onChange(Lease, ({ object }, reader) => {
          const { namespace, name } = object.metadata;
          return namespace === NODE_LEASES ? nodeAndPods(name, reader) : [];
        }),
        onChange(ConfigMap, ({ object, before }, reader) => [
          ...replacedSources.note('configmap', object, before, reader),
          ...waitingFor('configmap', object, reader),
        ]),
        onChange(Secret, ({ object, before }, reader) => [
          ...replacedSources.note('secret', object, before, reader),
          ...waitingFor('secret', object, reader),
        ]),
        onChange(Service, ({ object, before }, reader) =>
          object.spec === before?.spec ? [] : askingFor(object.metadata.name, reader),
        ),
        onChange(EndpointSlice, ({ object, before }, reader) =>
          object.endpoints === before?.endpoints
            ? []
            : askingFor(object.metadata.labels?.['kubernetes.io/service-name'] ?? '', reader),
        ),
      ],
      reconcile: (ref, context) => {
        if (ref.namespace === '') return reconcileNode(ref.name, context, { ...manner, tells: !isFast });
        if (isSourceRef(ref)) return replacedSources.record(ref, context);
        return isFast ? reconcileFastPod(ref, context) : reconcilePod(ref, context, manner);
      },
    },
  ];
}

const saysSame = (node: Node, before: Node): boolean =>
  node.status?.conditions === before.status?.conditions &&
  node.spec?.unschedulable === before.spec?.unschedulable;

const podRefs = (pod: Pod): readonly Ref[] => (isScheduled(pod) ? [refOf(pod)] : []);

/** Status alone is the kubelet's own word: only what others change of a pod is news to its worker. */
function concernsKubelet(pod: Pod, before: Pod | undefined): boolean {
  if (before === undefined || before.spec !== pod.spec) return true;
  const { metadata } = pod;
  return (
    metadata.deletionTimestamp !== before.metadata.deletionTimestamp ||
    metadata.deletionGracePeriodSeconds !== before.metadata.deletionGracePeriodSeconds ||
    metadata.annotations !== before.metadata.annotations ||
    (isFinished(pod) && !isFinished(before)) ||
    (pod.status !== before.status && isFailing(pod) && !isFailing(before))
  );
}

/** It is going to have failed as soon as nothing of it runs: its node has sent it away. */
const isFailing = ({ status }: Pod): boolean => condition(status, 'ContainersReady')?.reason === 'PodFailed';

function nodeAndPods(name: string, reader: Reader): readonly Ref[] {
  return [{ namespace: '', name }, ...reader.list(Pod, { node: name }).map(refOf)];
}

/** Pods with a script that asks for a Service of the name, or for what nobody knows: it may go on now. */
function askingFor(name: string, reader: Reader): readonly Ref[] {
  const pods = [name, ANY_NAME].flatMap((word) => reader.list(Pod, { under: { index: 'asking-pod', word } }));
  return pods.map(refOf);
}

/** Pods that may be waiting for a volume to be attached. */
function startingPods(node: string, reader: Reader): readonly Ref[] {
  const pods = reader.list(Pod, { node }).filter(({ status }) => status?.phase === 'Pending');
  return pods.filter((pod) => claimNames(pod).length > 0).map(refOf);
}

/** Pods that could not start without the object. */
function waitingFor(
  source: 'configmap' | 'secret',
  { metadata }: ConfigMap | Secret,
  reader: Reader,
): readonly Ref[] {
  const pods = reader.list(Pod, { namespace: metadata.namespace ?? '' });
  return pods
    .filter(
      (pod) => isScheduled(pod) && pod.status?.phase === 'Pending' && refersTo(pod, source, metadata.name),
    )
    .map(refOf);
}
