import type { Context, LookAgain } from '../client/client.ts';
import type { Node } from '../kinds/core/node/types.ts';
import { condition, isFinished, isScheduled } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { after, milliseconds, seconds, timeOf } from '../machinery/instant.ts';
import { type Ref, refOf } from '../machinery/object-meta.ts';
import { isNotFound } from '../machinery/status.ts';
import { hostAddress, nextAddress } from './addresses.ts';
import { rejectionOf } from './admission.ts';
import { isDown } from './ending.ts';
import { runningNode } from './heartbeat.ts';
import { lookAgain } from './look.ts';
import { advancePod } from './pod-lifecycle.ts';
import { loadRun, type Run, rowOf } from './run.ts';
import { podStatus } from './status/pod-status.ts';
import { type Manner, type Sync, syncOf, tell } from './sync.ts';

const SANDBOX_RETRY = seconds(12);

/** One look at one pod by the kubelet of its node. Nothing happens where no kubelet runs. */
export function reconcilePod(ref: Ref, context: Context, manner: Manner): LookAgain | undefined {
  const { client, memory, now } = context;
  const row = rowOf(ref);
  const stored = memory.get(row) as Run | undefined;
  const pod = client.find(Pod, ref);
  // The row may be that of an earlier pod of the name.
  const kept = stored?.uid === pod?.metadata.uid ? stored : undefined;
  if (pod === undefined || !isScheduled(pod) || (isFinished(pod) && kept?.ending === undefined)) {
    if (stored !== undefined) memory.set(row, undefined);
    return undefined;
  }
  const node = runningNode(pod.spec.nodeName ?? '', client);
  if (node === undefined) return undefined;
  const run = loadRun(kept, pod, now);
  const isNew = pod.status?.startTime === undefined;
  const changed = isNew || isOverruled(pod);
  const sync = syncOf({ pod, node, context, manner, run, isNew, changed });
  if (isNew && kept === undefined && reject(sync)) return undefined;
  if (hasAddress(sync)) advancePod(sync);
  if (run.ending !== undefined && isDown(sync)) {
    finish(sync);
    if (stored !== undefined) memory.set(row, undefined);
    return undefined;
  }
  if (sync.changed) client.updateStatus(Pod, { ...pod, status: podStatus(sync) });
  const again = lookAgain(sync);
  if (again !== undefined || isBackedOff(run)) memory.set(row, run);
  else if (stored !== undefined) memory.set(row, undefined);
  return again;
}

/** How long the next restart has to wait is told by nothing else. */
const isBackedOff = ({ containers }: Run): boolean =>
  Object.values(containers).some(({ crash }) => crash !== undefined);

/** While the kubelet was silent the node controller said that the pod is not ready (N-2). */
const isOverruled = ({ status }: Pod): boolean =>
  condition(status, 'ContainersReady')?.status === 'True' && condition(status, 'Ready')?.status === 'False';

function reject(sync: Sync): boolean {
  const { pod, node, context, now } = sync;
  const rejection = rejectionOf(pod, node, context.client);
  if (rejection === undefined) return false;
  const { reason, message } = rejection;
  tell(sync, 'Warning', reason, message);
  const startTime = timeOf(now);
  const status = {
    ...pod.status,
    phase: 'Failed',
    reason,
    message: `Pod was rejected: ${message}`,
    startTime,
  } as const;
  context.client.updateStatus(Pod, { ...pod, status });
  return true;
}

/** The sandbox's address; a node that has none left tries again later. */
function hasAddress(sync: Sync): boolean {
  const { run, pod, node, context, now } = sync;
  if (run.address !== undefined || run.ending !== undefined) return true;
  if (run.mount !== undefined && run.mount.next > now) return true;
  run.address = pod.spec.hostNetwork === true ? hostAddress(node) : nextAddress(node, context);
  if (run.address !== undefined || pod.metadata.deletionTimestamp !== undefined) return true;
  tell(sync, 'Warning', 'FailedCreatePodSandBox', noAddressLeft(sync, node));
  run.mount = { next: after(now, SANDBOX_RETRY) };
  return false;
}

function noAddressLeft({ context, run }: Sync, { spec }: Node): string {
  const id = context.rng.fork(`${run.uid}/sandbox`).hex(64);
  const prefix = (spec?.podCIDR ?? '').replace(/\.\d+\/\d+$/, '');
  return `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${id}": plugin type="ptp" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${prefix}.1-${prefix}.254`;
}

/** Everything has stopped: the last status, and then, for a deleted pod, the object goes (K-73). */
function finish(sync: Sync): void {
  const { pod, run, context } = sync;
  const { client } = context;
  const hasRun = Object.values(run.containers).some(({ exit }) => exit !== undefined);
  if (hasRun || run.ending?.cause !== 'deleted' || (pod.metadata.finalizers ?? []).length > 0) {
    client.updateStatus(Pod, { ...pod, status: podStatus(sync) });
  }
  if (pod.metadata.deletionTimestamp === undefined) return;
  try {
    client.delete(Pod, refOf(pod), { grace: milliseconds(0), uid: pod.metadata.uid });
  } catch (error) {
    // Somebody else was faster.
    if (!isNotFound(error)) throw error;
  }
}
