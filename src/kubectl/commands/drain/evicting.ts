import type { Pod } from '../../../kinds/core/pod/types.ts';
import { formatGoDuration } from '../../../machinery/duration.ts';
import { after, type Duration, type Instant, seconds } from '../../../machinery/instant.ts';
import { hasReason, isNotFound, StatusError } from '../../../machinery/status.ts';
import { fetchObject } from '../../api.ts';
import type { Context } from '../../command.ts';
import { asError, throwAll } from '../../errors.ts';
import type { DryRun } from '../../flag-groups.ts';
import { nameLines } from '../../output/name.ts';
import type { AnyObject } from '../../resources/object.ts';
import { type DrainRules, isSkipped } from './filters.ts';

export interface EvictionOptions {
  readonly dryRun: DryRun;
  /** Negative leaves it to the pod. */
  readonly gracePeriod: number;
  /** 0 knows no end. */
  readonly timeout: Duration;
  /** Delete instead of evicting: budgets do not count then. */
  readonly manner: 'evict' | 'delete';
  readonly rules: DrainRules;
}

/** How far one pod is, and when it is looked at next. */
interface Leaving {
  readonly pod: Pod;
  readonly step: 'ask' | 'wait';
  readonly at: Instant;
}

const RETRY = seconds(5);
const POLL = seconds(1);

/** Sees all pods off; those a budget holds back are asked again. Throws what went wrong, all of it. */
export async function evictAll(
  context: Context,
  pods: readonly Pod[],
  options: EvictionOptions,
): Promise<void> {
  const start = context.transport.now();
  const deadline = options.timeout > 0 ? after(start, options.timeout) : undefined;
  const errors: Error[] = [];
  let leaving: readonly Leaving[] = pods.map((pod) => ({ pod, step: 'ask', at: start }));
  while (leaving.length > 0) {
    const next: Leaving[] = [];
    for (const one of leaving) {
      const now = context.transport.now();
      try {
        const state = one.at > now ? one : await advance(context, one, options, deadline);
        if (state !== undefined) next.push(state);
      } catch (error) {
        errors.push(asError(error));
      }
    }
    leaving = next;
    const earliest = Math.min(...leaving.map(({ at }) => at));
    const wait = earliest - context.transport.now();
    if (leaving.length > 0 && wait > 0) await context.transport.pause(wait);
  }
  throwAll(errors);
}

async function advance(
  context: Context,
  leaving: Leaving,
  options: EvictionOptions,
  deadline: Instant | undefined,
): Promise<Leaving | undefined> {
  return leaving.step === 'ask'
    ? ask(context, leaving, options, deadline)
    : wait(context, leaving, options, deadline);
}

async function ask(
  context: Context,
  { pod, at }: Leaving,
  options: EvictionOptions,
  deadline: Instant | undefined,
): Promise<Leaving | undefined> {
  const { name, namespace = '' } = pod.metadata;
  if (options.manner === 'evict') {
    const dry = options.dryRun === 'server' ? ' (server dry run)' : '';
    context.out.line(`evicting pod ${namespace}/${name}${dry}`);
    if (deadline !== undefined && context.transport.now() >= deadline) {
      const told = `global timeout reached: ${formatGoDuration(options.timeout)}`;
      throw new Error(
        `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${told}`,
      );
    }
  }
  try {
    await send(context, pod, options);
  } catch (error) {
    if (isNotFound(error)) return options.manner === 'evict' ? undefined : { pod, step: 'wait', at };
    return refused(context, pod, options, error);
  }
  return options.dryRun === 'server' ? undefined : { pod, step: 'wait', at };
}

function send(context: Context, { metadata }: Pod, options: EvictionOptions): Promise<unknown> {
  const { name, namespace = '' } = metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const deleteOptions = {
    ...(options.gracePeriod >= 0 ? { gracePeriodSeconds: options.gracePeriod } : {}),
    ...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
  if (options.manner === 'delete') {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...deleteOptions };
    return fetchObject(context, 'DELETE', path, { body });
  }
  const body = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace }, deleteOptions };
  return fetchObject(context, 'POST', `${path}/eviction`, { body });
}

/** A budget, or a namespace that is going, may let the pod go later. */
function refused(context: Context, pod: Pod, { manner }: EvictionOptions, error: unknown): Leaving {
  const { name, namespace = '', deletionTimestamp } = pod.metadata;
  const told = asError(error).message;
  const again: Leaving = { pod, step: 'ask', at: after(context.transport.now(), RETRY) };
  const shown = `${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
  if (manner === 'delete') throw error;
  if (hasReason(error, 'TooManyRequests')) {
    context.err.line(`error when evicting pods/${shown} (will retry after 5s): ${told}`);
    return again;
  }
  if (isNamespaceGoing(error)) {
    if (deletionTimestamp !== undefined) return { pod, step: 'wait', at: context.transport.now() };
    context.err.line(
      `error when evicting pod ${JSON.stringify(name)} from terminating namespace ${JSON.stringify(namespace)} (will retry after 5s): ${told}`,
    );
    return again;
  }
  throw new Error(`error when evicting pods/${shown}: ${told}`);
}

const isNamespaceGoing = (error: unknown): boolean =>
  error instanceof StatusError &&
  error.status.reason === 'Forbidden' &&
  (error.status.details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating');

/** Until the pod is gone, or another one bears its name. */
async function wait(
  context: Context,
  { pod }: Leaving,
  { manner, rules }: EvictionOptions,
  deadline: Instant | undefined,
): Promise<Leaving | undefined> {
  const { name, namespace = '', uid } = pod.metadata;
  const word = manner === 'evict' ? 'evicted' : 'deleted';
  const now = context.transport.now();
  try {
    const current = await fetchObject<Pod>(context, 'GET', `/api/v1/namespaces/${namespace}/pods/${name}`);
    if (current.metadata.uid === uid) {
      if (isSkipped(current, rules, now)) {
        const limit = rules.skipDeletedAfterSeconds;
        context.out.line(
          `pod ${JSON.stringify(name)} has DeletionTimestamp older than ${limit} seconds, skipping`,
        );
        return undefined;
      }
      if (deadline === undefined || now < deadline) return { pod, step: 'wait', at: after(now, POLL) };
      throw new Error(
        `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: context deadline exceeded`,
      );
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  context.out.write(nameLines({ apiVersion: 'v1', kind: 'Pod', metadata: { name } } as AnyObject, word));
  return undefined;
}
