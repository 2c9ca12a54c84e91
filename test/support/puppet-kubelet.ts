import type { Actor, Context } from '../../src/client/client.ts';
import { itself } from '../../src/client/triggers.ts';
import { namedNodes } from '../../src/kinds/core/node/affinity.ts';
import { Node } from '../../src/kinds/core/node/kind.ts';
import { isFinished, isReady, withCondition } from '../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import { type Instant, milliseconds, timeOf } from '../../src/machinery/instant.ts';
import { isTerminating, refOf } from '../../src/machinery/object-meta.ts';

/** How pods fare: what a scenario sets where a cluster has schedulers, kubelets and images. */
export interface Puppet {
  /** New pods become Ready by themselves. */
  ready: boolean;
  /** Deleted pods are gone at once. */
  stops: boolean;
  readonly actor: Actor;
}

const BAD_IMAGE = /:bad$/;

/** Scheduler and kubelets in one: binds each pod at once and lets it run, or holds it, as the scenario wishes. */
export function createPuppet(): Puppet {
  const puppet: Puppet = {
    ready: true,
    stops: true,
    actor: {
      name: 'puppet',
      triggers: [itself(Pod)],
      reconcile: (ref, context) => {
        const pod = context.client.find(Pod, ref);
        if (pod === undefined) return undefined;
        if (isTerminating(pod)) {
          if (puppet.stops) remove(pod, context);
        } else if (pod.spec.nodeName === undefined) bind(pod, context);
        else if (puppet.ready && !isReady(pod) && !isFinished(pod) && !hasBadImage(pod)) run(pod, context);
        return undefined;
      },
    },
  };
  return puppet;
}

const hasBadImage = ({ spec }: Pod): boolean =>
  spec.containers.some(({ image }) => BAD_IMAGE.test(image ?? ''));

export function remove(pod: Pod, { client }: Pick<Context, 'client'>): void {
  client.delete(Pod, refOf(pod), { grace: milliseconds(0) });
}

export function run(pod: Pod, { client, now }: Pick<Context, 'client' | 'now'>): void {
  const startTime = pod.status?.startTime ?? timeOf(now);
  client.updateStatus(Pod, withReady({ ...pod, status: { ...pod.status, startTime } }, true, now));
}

export function withReady(pod: Pod, ready: boolean, now: Instant): Pod {
  const condition = { type: 'Ready', status: ready ? 'True' : 'False' } as const;
  return { ...pod, status: withCondition({ ...pod.status, phase: 'Running' }, condition, timeOf(now)) };
}

/** A DaemonSet's pod goes where it belongs, any other to the node with the fewest pods. */
function bind(pod: Pod, { client }: Context): void {
  const named = namedNodes(pod);
  const nodes = client.list(Node).map(({ metadata }) => metadata.name);
  const choice =
    named?.[0] ??
    nodes.toSorted((a, b) => client.count(Pod, { node: a }) - client.count(Pod, { node: b }))[0];
  if (choice !== undefined) client.bind(refOf(pod), choice);
}
