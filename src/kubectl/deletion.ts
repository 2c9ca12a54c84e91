import { after, type Duration, hours, type Instant, seconds } from '../machinery/instant.ts';
import { isNotFound, StatusError } from '../machinery/status.ts';
import { fetchObject, watch } from './api.ts';
import { CommandError, type Context } from './command.ts';
import type { DryRun } from './flag-groups.ts';
import { resourcePath } from './resources/mapper.ts';
import type { AnyList, AnyObject } from './resources/object.ts';
import { type Info, infoPath, retrieve } from './resources/selection.ts';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeletionOptions {
  readonly propagation: Propagation;
  /** Seconds; negative leaves it to the object. */
  readonly gracePeriod: number;
  readonly dryRun: DryRun;
}

/** Asks for the deletion; gives the uid of what is going, where the answer tells it. */
export async function deleteObject(
  context: Context,
  info: Info,
  options: DeletionOptions,
): Promise<string | undefined> {
  const body = {
    ...(options.gracePeriod >= 0 ? { gracePeriodSeconds: options.gracePeriod } : {}),
    propagationPolicy: options.propagation,
    ...(options.dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
  const answer = await fetchObject<Answer>(context, 'DELETE', infoPath(info), { body });
  return answer.details?.uid ?? answer.metadata?.uid;
}

/** The object where it lingers, else a Status that names it. */
interface Answer {
  readonly metadata?: { readonly uid?: string };
  readonly details?: { readonly uid?: string };
}

/** kubectl's patience where no --timeout is given. */
const LONGEST = hours(168);

/** Waits until the object of this uid is gone; one deadline serves all that are waited for. */
export function deletionDeadline(context: Context, timeout: Duration): Instant {
  return after(context.transport.now(), timeout === 0 ? LONGEST : timeout);
}

/** Looks once a second until nothing of that name is there. */
export async function pollUntilGone(
  context: Context,
  info: Info,
  deadline: Instant,
  tooLate: string,
): Promise<void> {
  for (;;) {
    try {
      await retrieve(context, { ...info, object: undefined });
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    if (context.transport.now() >= deadline) throw new CommandError(tooLate);
    await context.transport.pause(seconds(1));
  }
}

export async function waitUntilGone(
  context: Context,
  info: Info,
  uid: string | undefined,
  deadline: Instant,
): Promise<void> {
  if (await isGone(context, info, uid)) return;
  const path = resourcePath(info.mapping, info.namespace);
  const fieldSelector = `metadata.name=${info.name}`;
  for (;;) {
    const list = await fetchObject<AnyList>(context, 'GET', path, { query: { fieldSelector } });
    if (list.items.length === 0) return;
    const left = deadline - context.transport.now();
    if (left <= 0) throw timedOut(info);
    const query = {
      fieldSelector,
      resourceVersion: list.metadata.resourceVersion ?? '',
      timeoutSeconds: String(Math.ceil(left / 1000)),
    };
    for await (const event of watch(context.transport, path, { query }, 'wait')) {
      if (event.type === 'DELETED') return;
    }
  }
}

const timedOut = ({ mapping, name }: Info): CommandError =>
  new CommandError(`timed out waiting for the condition on ${mapping.resource}/${name}`);

async function isGone(context: Context, info: Info, uid: string | undefined): Promise<boolean> {
  try {
    const found = await fetchObject<AnyObject>(context, 'GET', infoPath(info));
    return uid !== undefined && found.metadata.uid !== uid;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

/** A server that lets nobody look is not waited for. */
export function isRefusedLook(error: unknown): boolean {
  return (
    error instanceof StatusError && ['Forbidden', 'MethodNotAllowed'].includes(error.status.reason ?? '')
  );
}

/** `--cascade`: a word, or a boolean as in old times, with a warning then. */
export function propagationOf(cascade: string): {
  readonly propagation: Propagation;
  readonly warning: string | undefined;
} {
  switch (cascade) {
    case 'background':
      return { propagation: 'Background', warning: undefined };
    case 'foreground':
      return { propagation: 'Foreground', warning: undefined };
    case 'orphan':
      return { propagation: 'Orphan', warning: undefined };
    default:
      return oldCascade(cascade);
  }
}

function oldCascade(cascade: string): { readonly propagation: Propagation; readonly warning: string } {
  const yes = /^(1|t|T|true|TRUE|True)$/.test(cascade);
  if (!yes && !/^(0|f|F|false|FALSE|False)$/.test(cascade)) {
    throw new Error(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
  const word = yes ? 'background' : 'orphan';
  return {
    propagation: yes ? 'Background' : 'Orphan',
    warning: `warning: --cascade=${cascade} is deprecated (boolean value) and can be replaced with --cascade=${word}.`,
  };
}
