import type { Context, LookAgain } from '../../client/client.ts';
import type { Node } from '../../kinds/core/node/types.ts';
import { isFinished, isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, type Duration, instantOf, milliseconds } from '../../machinery/instant.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';
import { hostAddress, nextAddress } from '../addresses.ts';
import { runningNode } from '../heartbeat.ts';
import { fastStatus, finishedStatus, programEnd, withDebuggers } from './status.ts';

/** The exit code of SIGKILL. */
const KILLED = 137;
/** How long a container that is going to end stays up. */
const RUN_TIME: Duration = milliseconds(1200);

/** A kubelet that wastes no time: a bound pod runs at once, a deleted one is gone at once, and nobody tells events of it. */
export function reconcileFastPod(ref: Ref, context: Context): LookAgain | undefined {
  const pod = context.client.find(Pod, ref);
  if (pod === undefined || !isScheduled(pod)) return undefined;
  const node = runningNode(pod.spec.nodeName ?? '', context.client);
  if (node === undefined) return undefined;
  if (isTerminating(pod)) return remove(pod, context);
  if (isFinished(pod)) return undefined;
  return pod.status?.startTime === undefined ? start(pod, node, context) : goOn(pod, context);
}

function remove(pod: Pod, { client, now }: Context): undefined {
  try {
    // Who holds the object has to see that its containers have ended (K-73).
    const isHeld = (pod.metadata.finalizers ?? []).length > 0 && !isFinished(pod);
    if (isHeld) client.updateStatus(Pod, { ...pod, status: finishedStatus(pod, () => KILLED, now) });
    client.delete(Pod, refOf(pod), { grace: milliseconds(0), uid: pod.metadata.uid });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function start(pod: Pod, node: Node, context: Context): LookAgain | undefined {
  const { client, now, rng } = context;
  const hostIP = hostAddress(node);
  const podIP = pod.spec.hostNetwork ? hostIP : (nextAddress(node, context) ?? '');
  const status = fastStatus(pod, { hostIP, podIP, now, rng: rng.fork(`containers ${pod.metadata.uid}`) });
  return lookAtEnd(client.updateStatus(Pod, { ...pod, status }));
}

function lookAtEnd(pod: Pod): LookAgain | undefined {
  if (programEnd(pod) === undefined) return undefined;
  return { at: after(instantOf(pod.status?.startTime ?? ''), RUN_TIME), because: 'progress' };
}

function goOn(pod: Pod, context: Context): LookAgain | undefined {
  const { client, now, rng } = context;
  const status = withDebuggers(pod, now, rng.fork(`debuggers ${pod.metadata.uid}`));
  return end(status === undefined ? pod : client.updateStatus(Pod, { ...pod, status }), context);
}

/** Once its time is over, a container with an end has it. */
function end(pod: Pod, { client, now }: Context): LookAgain | undefined {
  const again = lookAtEnd(pod);
  if (again === undefined || again.at > now) return again;
  const codes = programEnd(pod) ?? [];
  client.updateStatus(Pod, { ...pod, status: finishedStatus(pod, (index) => codes[index] ?? 0, now) });
  return undefined;
}
