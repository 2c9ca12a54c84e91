import { isSidecar } from '../../kinds/core/pod/requests.ts';
import type {
  ConditionStatus,
  ContainerStatus,
  PodCondition,
  PodPhase,
  PodSpec,
} from '../../kinds/core/pod/types.ts';
import type { Time } from '../../machinery/instant.ts';
import type { Writable } from '../../machinery/json.ts';
import { hasStarted, statusOf } from './phase.ts';

/** A condition before it is known since when it has been so. */
export interface Finding {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason?: string;
  readonly message?: string;
}

const holds = (type: string, reason?: string): Finding =>
  reason === undefined ? { type, status: 'True' } : { type, status: 'True', reason };
const fails = (type: string, reason: string, message?: string): Finding =>
  message === undefined ? { type, status: 'False', reason } : { type, status: 'False', reason, message };

type Statuses = readonly ContainerStatus[] | undefined;

/** K-22. */
export function initializedCondition(spec: PodSpec, statuses: Statuses, phase: PodPhase): Finding {
  const type = 'Initialized';
  const containers = spec.initContainers ?? [];
  if (containers.length === 0) return holds(type, phase === 'Succeeded' ? 'PodCompleted' : undefined);
  if (statuses === undefined) return fails(type, 'UnknownContainerStatuses');
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of containers) {
    const status = statusOf(statuses, container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!(isSidecar(container) ? status.started === true : status.ready))
      incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return holds(type, 'PodCompleted');
  if (hasStarted(spec, statuses)) return holds(type);
  const message = told([
    ['containers with unknown status', unknown],
    ['containers with incomplete status', incomplete],
  ]);
  return message === undefined ? holds(type) : fails(type, 'ContainersNotInitialized', message);
}

/** K-23. */
export function containersReadyCondition(spec: PodSpec, statuses: Statuses, phase: PodPhase): Finding {
  return readiness('ContainersReady', spec, statuses, phase);
}

/** K-23 and the readiness gates (K-24). */
export function readyCondition(
  spec: PodSpec,
  conditions: readonly PodCondition[],
  statuses: Statuses,
  phase: PodPhase,
): Finding {
  const containers = readiness('Ready', spec, statuses, phase);
  if (containers.status !== 'True') return containers;
  const messages: string[] = [];
  for (const { conditionType } of spec.readinessGates ?? []) {
    const gate = conditions.find(({ type }) => type === conditionType);
    if (gate === undefined) {
      messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    } else if (gate.status !== 'True') {
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
    }
  }
  return messages.length === 0
    ? holds('Ready')
    : fails('Ready', 'ReadinessGatesNotReady', messages.join(', '));
}

function readiness(type: string, spec: PodSpec, statuses: Statuses, phase: PodPhase): Finding {
  if (statuses === undefined) return fails(type, 'UnknownContainerStatuses');
  const unknown: string[] = [];
  const unready: string[] = [];
  const check = (name: string): void => {
    const status = statusOf(statuses, name);
    if (status === undefined) unknown.push(name);
    else if (!status.ready) unready.push(name);
  };
  for (const container of spec.initContainers ?? []) if (isSidecar(container)) check(container.name);
  for (const { name } of spec.containers) check(name);
  if (phase === 'Succeeded' && unknown.length === 0) return fails(type, 'PodCompleted');
  if (phase === 'Failed') return fails(type, 'PodFailed');
  const message = told([
    ['containers with unknown status', unknown],
    ['containers with unready status', unready],
  ]);
  return message === undefined ? holds(type) : fails(type, 'ContainersNotReady', message);
}

/** `containers with unready status: [a b]`, as Go prints a list. */
function told(parts: readonly (readonly [string, readonly string[]])[]): string | undefined {
  const texts = parts
    .filter(([, names]) => names.length > 0)
    .map(([text, names]) => `${text}: [${names.join(' ')}]`);
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** Others' conditions first, then the kubelet's in its order (K-20); the time moves with the status alone (K-25). */
export function withFindings(
  before: readonly PodCondition[],
  findings: readonly Finding[],
  now: Time,
): readonly PodCondition[] {
  const conditions: PodCondition[] = [];
  let scheduled: PodCondition | undefined;
  for (const known of before) {
    if (known.type === 'PodScheduled') scheduled = known;
    else if (findingOf(findings, known.type) === undefined && !isOfResize(known.type)) conditions.push(known);
  }
  for (const { type, status, reason, message } of findings) {
    const known = conditionOf(before, type);
    const isAsBefore = known?.status === status && (!isOfResize(type) || known.reason === reason);
    const since = isAsBefore ? (known.lastTransitionTime ?? now) : now;
    const lastProbeTime = isOfResize(type) ? now : null;
    const own: Writable<PodCondition> = { type, status, lastProbeTime, lastTransitionTime: since };
    if (reason !== undefined) own.reason = reason;
    if (reason !== undefined && message !== undefined) own.message = message;
    conditions.push(own);
  }
  conditions.push(
    scheduled ?? { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now },
  );
  return conditions;
}

/** Conditions that are there while a resize is on, and gone when it is over. */
const isOfResize = (type: string): boolean => type === 'PodResizePending' || type === 'PodResizeInProgress';

function findingOf(findings: readonly Finding[], type: string): Finding | undefined {
  for (const finding of findings) if (finding.type === type) return finding;
  return undefined;
}

function conditionOf(conditions: readonly PodCondition[], type: string): PodCondition | undefined {
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}
