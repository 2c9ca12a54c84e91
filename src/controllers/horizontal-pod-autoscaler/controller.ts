import type { Actor, Context, LookAgain, Reader, Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { APIService } from '../../kinds/apiregistration/apiservice/kind.ts';
import { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontalpodautoscaler/kind.ts';
import { condition } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { type AnyKind, erased, type Kind } from '../../kinds/kind.ts';
import { METRICS_SERVICE } from '../../kinds/metrics/scrape.ts';
import { after, type Instant, instant, minutes, seconds } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { EVERYTHING, matches, parseSelector, type Selector } from '../../machinery/labels.ts';
import { type KubeObject, type Ref, refOf, type Uid } from '../../machinery/object-meta.ts';
import { type Fault, isFault } from './fault.ts';
import { type History, NO_HISTORY } from './history.ts';
import { isAtRest, isTold } from './rest.ts';
import { syncAutoscaler } from './sync.ts';
import { type Aim, aimOf, type ScaleTarget, targetAt } from './target.ts';

/** --horizontal-pod-autoscaler-sync-period. */
const PERIOD = seconds(15);
/** Who has failed in the same way for so long can only go on saying so: events of one object are let through every five minutes (EV-2). */
const PATIENCE = minutes(10);
const EVENT_REFILL = minutes(5);

/** What is kept of an autoscaler between two looks. */
interface Row {
  readonly uid: Uid;
  /** When it is looked at next; or, at rest, when it would have been. */
  readonly due: Instant;
  readonly because: LookAgain['because'];
  readonly history: History;
  /** What it recommends for as long as nothing changes. */
  readonly rest?: number;
  /** Why nothing can be done, and since when it has been the same. */
  readonly failing?: { readonly fault: string; readonly since: Instant };
}

/** Looks at each target every 15 seconds (H-1), as long as a look may find anything new. */
export function horizontalPodAutoscaler(kinds: readonly AnyKind[]): Actor {
  const aimKnown = knownAims(kinds);
  return {
    name: 'horizontal-pod-autoscaler',
    triggers: [
      onChange(HorizontalPodAutoscaler, ({ object, before }) =>
        before !== undefined && equalJson(before.spec, object.spec) ? [] : [refOf(object)],
      ),
      onChange(Pod, ({ type, object, before }, reader) =>
        type === 'MODIFIED' && before !== undefined && countsTheSame(object, before)
          ? []
          : autoscalersOf(object, before, reader, aimKnown),
      ),
      onChange(APIService, ({ object }, { list }) =>
        object.metadata.name === METRICS_SERVICE ? list(HorizontalPodAutoscaler).map(refOf) : [],
      ),
      ...kinds.filter(({ scale, face }) => scale !== undefined && face === undefined).map(targets),
    ],
    reconcile: (ref, context) => {
      const autoscaler = context.client.find(HorizontalPodAutoscaler, ref);
      const row = rowName(ref);
      if (autoscaler === undefined) {
        context.memory.set(row, undefined);
        return undefined;
      }
      const kept = context.memory.get(row) as Row | undefined;
      const { uid } = autoscaler.metadata;
      const next = kept?.uid === uid ? woken(kept, context.now) : newRow(uid, context.now);
      if (next.due > context.now) {
        if (next !== kept) context.memory.set(row, next);
        return { at: next.due, because: next.because };
      }
      return look(autoscaler, next, row, context);
    },
  };
}

const rowName = ({ namespace, name }: Ref): string => `${namespace}/${name}`;

/** The first look comes a whole period late, as upstream's queue has it. */
const newRow = (uid: Uid, now: Instant): Row => ({
  uid,
  due: after(now, PERIOD),
  because: 'progress',
  history: NO_HISTORY,
});

/** The same row for who looks all the time: at rest, or with patience, it would have looked every 15 seconds. */
function woken(row: Row, now: Instant): Row {
  const { rest, failing, ...kept } = row;
  const due = instant(now + ((((row.due - now) % PERIOD) + PERIOD) % PERIOD));
  if (rest !== undefined) {
    const recommendations = [[rest, instant(due - PERIOD)]] as const;
    return { ...kept, due, because: 'progress', history: { ...row.history, recommendations } };
  }
  // On time, or waiting for no longer than usual: nothing was left out.
  return row.due <= after(now, PERIOD) ? row : { ...kept, due, because: 'progress' };
}

function look(
  autoscaler: HorizontalPodAutoscaler,
  { uid, history, failing }: Row,
  row: string,
  context: Context,
): LookAgain | undefined {
  const { now, memory } = context;
  const synced = syncAutoscaler(autoscaler, history, context);
  const { fault, recommended } = synced;
  const because = synced.moves ? 'progress' : 'standing';
  const next: Row = { uid, due: after(now, PERIOD), because, history: synced.history };
  if (recommended !== undefined && isAtRest(autoscaler, synced, now)) {
    memory.set(row, { ...next, history: NO_HISTORY, rest: recommended } satisfies Row);
    return undefined;
  }
  if (fault === undefined || !isTold(autoscaler, synced, now)) {
    memory.set(row, next);
    return { at: next.due, because };
  }
  const since = failing?.fault === fault ? failing.since : now;
  const due = after(now, after(since, PATIENCE) > now ? PERIOD : EVENT_REFILL);
  memory.set(row, { ...next, due, failing: { fault, since } } satisfies Row);
  return { at: due, because };
}

function autoscalersIn({ list }: Reader, { metadata }: KubeObject): readonly Ref[] {
  return list(HorizontalPodAutoscaler, { namespace: metadata.namespace ?? '' }).map(refOf);
}

/** Those whose target selects the pod, or did: the others count what they counted. */
function autoscalersOf(
  { metadata }: Pod,
  before: Pod | undefined,
  reader: Reader,
  aimKnown: (autoscaler: HorizontalPodAutoscaler) => Aim | Fault,
): readonly Ref[] {
  const refs: Ref[] = [];
  for (const autoscaler of reader.list(HorizontalPodAutoscaler, { namespace: metadata.namespace ?? '' })) {
    const target = targetAt(aimKnown(autoscaler), reader);
    // A custom kind: what it selects is not known here.
    const selector = isFault(target) ? EVERYTHING : selectorOf(target);
    if (matches(selector, metadata.labels) || (before && matches(selector, before.metadata.labels)))
      refs.push(refOf(autoscaler));
  }
  return refs;
}

/** Asked with each change of each pod: what an autoscaler aims at is read once of each version of its spec. */
function knownAims(kinds: readonly AnyKind[]): (autoscaler: HorizontalPodAutoscaler) => Aim | Fault {
  const byName = new Map(
    kinds
      .map(erased)
      .map((kind) => [`${kind.group}/${kind.kind}`, kind] as const)
      .reverse(),
  );
  const known = new WeakMap<HorizontalPodAutoscaler['spec'], Aim | Fault>();
  return (autoscaler) => {
    let aim = known.get(autoscaler.spec);
    if (aim === undefined) {
      aim = aimOf(autoscaler, (group, kind) => byName.get(`${group}/${kind}`));
      known.set(autoscaler.spec, aim);
    }
    return aim;
  };
}

/** And what a target selects, of each version of the target. */
const selectors = new WeakMap<KubeObject, Selector>();

function selectorOf({ face, object }: ScaleTarget): Selector {
  let selector = selectors.get(object);
  if (selector === undefined) {
    selector = parseSelector(face.selector(object));
    selectors.set(object, selector);
  }
  return selector;
}

const countsTheSame = (a: Pod, b: Pod): boolean =>
  a.metadata.labels === b.metadata.labels &&
  a.metadata.annotations === b.metadata.annotations &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  (a.status === b.status ||
    (a.status?.phase === b.status?.phase &&
      a.status?.startTime === b.status?.startTime &&
      condition(a.status, 'Ready') === condition(b.status, 'Ready')));

/** Another size, or another load. */
function targets(kind: AnyKind): Trigger {
  const plain: Kind = erased(kind);
  return onChange(plain, ({ type, object, before }, reader) => {
    const { scale } = plain;
    const isSame =
      type === 'MODIFIED' &&
      before !== undefined &&
      before.metadata.annotations === object.metadata.annotations &&
      scale?.replicas(before) === scale?.replicas(object);
    return isSame ? [] : autoscalersIn(reader, object);
  });
}
