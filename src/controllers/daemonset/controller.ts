import type { Actor, Context, LookAgain } from '../../client/client.ts';
import { controllerOf, itself } from '../../client/triggers.ts';
import { ControllerRevision } from '../../kinds/apps/controllerrevision/kind.ts';
import { DaemonSet } from '../../kinds/apps/daemonset/kind.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { after, type Instant } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { isEmptySelector } from '../../machinery/labels.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import type { StatusError } from '../../machinery/status.ts';
import { claim } from '../pod-control/claim.ts';
import { forgetLater, lookForAvailability } from '../pod-control/later.ts';
import { orphansOf } from '../pod-control/orphans.ts';
import { podFromTemplate } from '../pod-control/pod-from-template.ts';
import { createPod, deletePod } from '../pod-control/pods.ts';
import { aggregate, refusal } from '../pod-control/refusals.ts';
import { slowStart } from '../pod-control/slow-start.ts';
import { BackOff } from './back-off.ts';
import { revisionsToForget, syncHistory } from './history.ts';
import { type Ended, manage, type Work } from './manage.ts';
import { nodeJudge } from './node-fit.ts';
import { nodeWakes } from './node-wakes.ts';
import { podsByNode, type Situation } from './placement.ts';
import { rollingUpdate } from './rolling-update.ts';
import { daemonSetStatus } from './status.ts';
import { pinnedTo, podTemplate } from './template.ts';

/** At most so many pods are created, and as many deleted, in one sync (G-12). */
const BURST = 250;

/** Keeps one pod of each DaemonSet on every node that is to have one. */
export const daemonset: Actor = {
  name: 'daemonset-controller',
  triggers: [
    itself(DaemonSet),
    controllerOf(ControllerRevision, DaemonSet),
    orphansOf(ControllerRevision, DaemonSet),
    controllerOf(Pod, DaemonSet),
    orphansOf(Pod, DaemonSet),
    nodeWakes,
  ],
  reconcile(ref, context) {
    const { client, event } = context;
    const set = client.find(DaemonSet, ref);
    if (set === undefined) {
      forgetLater(context.memory, ref);
      return undefined;
    }
    if (isEmptySelector(set.spec.selector)) {
      const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
      event(set, 'Warning', 'SelectingAll', message);
      return undefined;
    }
    return isTerminating(set) ? undefined : syncDaemonSet(context, ref, set);
  },
};

/** G-1 */
function syncDaemonSet(context: Context, ref: Ref, set: DaemonSet): LookAgain | undefined {
  const { client, memory, now } = context;
  const pods = claim(client, { owner: set, kind: Pod, selector: set.spec.selector });
  const { hash, old } = syncHistory(client, set, pods);
  const situation = { set, nodes: client.list(Node), pods: podsByNode(pods), fits: nodeJudge(set), hash };
  const { error, lookAt } = work(context, situation);
  if (error === undefined) {
    for (const revision of revisionsToForget(set, old, pods))
      client.delete(ControllerRevision, refOf(revision));
  }
  const status = daemonSetStatus(situation, now);
  if (!equalJson(set.status ?? {}, status)) client.updateStatus(DaemonSet, { ...set, status });
  if (error !== undefined) throw error;
  const asksAfterSync = status.numberReady !== (status.numberAvailable ?? 0);
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  return lookForAvailability(memory, now, { pods, minReadySeconds, ref, asksAfterSync, alsoAt: lookAt });
}

interface Done {
  readonly error: StatusError | undefined;
  /** When failed pods that had to be left are looked at again. */
  readonly lookAt: readonly Instant[];
}

/** Manages; where there was nothing to manage, goes on with the update: not both in one sync (G-12). */
function work(context: Context, situation: Situation): Done {
  const { set } = situation;
  const { now } = context;
  const backOff = new BackOff(context, set.metadata.uid, set.status?.observedGeneration ?? 0);
  const managing = manage(situation, (node) => backOff.isHeld(node), now);
  for (const ended of managing.ended) tellEnded(context, set, ended, backOff);
  const lookAt = managing.heldBack.map((node) => after(now, backOff.delay(node)));
  const managed = carryOut(context, situation, managing);
  if (managed.error !== undefined || managed.changed) return { error: managed.error, lookAt };
  if (set.spec.updateStrategy.type !== 'RollingUpdate') return { error: undefined, lookAt };
  const refused = refusal(() => {
    const { error } = carryOut(context, situation, rollingUpdate(situation, now));
    if (error !== undefined) throw error;
  });
  return { error: refused, lookAt };
}

function tellEnded({ event }: Context, set: DaemonSet, { pod, node }: Ended, backOff: BackOff): void {
  const what = `daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node}, will try to`;
  if (pod.status?.phase === 'Failed') {
    backOff.note(node);
    event(set, 'Warning', 'FailedDaemonPod', `Found failed ${what} kill it`);
  } else {
    event(set, 'Normal', 'SucceededDaemonPod', `Found succeeded ${what} delete it`);
  }
}

/** Creates by slow start, then deletes whether or not creating went well. */
function carryOut(context: Context, { set, hash }: Situation, { create, remove }: Work) {
  const nodes = create.slice(0, BURST);
  const template = podTemplate(set, hash);
  const created = slowStart(nodes.length, (index) => {
    createPod(context, podFromTemplate(pinnedTo(template, nodes[index] ?? ''), set), set);
  });
  const errors = [...created.errors];
  let deleted = 0;
  for (const pod of remove.slice(0, BURST)) {
    const error = refusal(() => {
      if (deletePod(context, pod, set)) deleted++;
    });
    if (error !== undefined) errors.push(error);
  }
  return { changed: created.succeeded + deleted > 0, error: aggregate(errors) };
}
