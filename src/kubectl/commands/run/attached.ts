import type { Pod } from '../../../kinds/core/pod/types.ts';
import { after, type Duration, type Instant } from '../../../machinery/instant.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { CommandError, type Context, Exit } from '../../command.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import { follow, TIMED_OUT } from '../../waiting.ts';
import { attachTo, containerNamed, fallingBack, PROMPT_HINT, showLog } from '../attach/attachment.ts';

interface Attachment {
  readonly timeout: Duration;
  readonly restart: string;
  readonly leaveStdinOpen: boolean;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
}

/** Stays with the pod and shows what it writes; returns what ends the command as the pod has ended. */
export async function stayWith(pod: AnyObject, options: Attachment, context: Context): Promise<() => void> {
  const { name = '' } = pod.metadata;
  const started = await podWhen(pod, isUp, deadlineOf(options, context), context);
  const ends = !options.leaveStdinOpen && options.restart !== 'Always';
  const container = String(valueAt(pod, 'spec', 'containers', '0', 'name') ?? name);
  const isAttached =
    phaseOf(started) === 'Running' && (await speak(started as AnyObject & Pod, container, options, context));
  // A program that ends is seen to its end, so that all it wrote is shown.
  const finished =
    ends && phaseOf(started) === 'Running' ? await podWhen(pod, isOver, undefined, context) : started;
  if (!isAttached) await showLog(started as AnyObject & Pod, container, context);
  return () => {
    if (ends) tellFailure(finished, context);
  };
}

/** Gives the program what there is to read, and shows what it prints. False when its log is to be shown instead. */
async function speak(pod: Pod, name: string, options: Attachment, context: Context): Promise<boolean> {
  if (!options.stdin) {
    if (!options.quiet) context.err.line(PROMPT_HINT);
    return false;
  }
  try {
    await attachTo(pod, containerNamed(pod, name), options, context);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    context.err.line(fallingBack(pod, error));
    return false;
  }
}

const deadlineOf = ({ timeout }: Attachment, { transport }: Context): Instant =>
  after(transport.now(), timeout);

const phaseOf = (pod: AnyObject): unknown => valueAt(pod, 'status', 'phase');
const isOver = (pod: AnyObject): boolean => phaseOf(pod) === 'Succeeded' || phaseOf(pod) === 'Failed';

function isUp(pod: AnyObject): boolean {
  if (isOver(pod)) return true;
  const conditions = valueAt(pod, 'status', 'conditions');
  if (phaseOf(pod) !== 'Running' || !Array.isArray(conditions)) return false;
  return conditions.some((one) => valueAt(one, 'type') === 'Ready' && valueAt(one, 'status') === 'True');
}

async function podWhen(
  pod: AnyObject,
  holds: (pod: AnyObject) => boolean,
  deadline: Instant | undefined,
  context: Context,
): Promise<AnyObject> {
  const { name = '', namespace = '' } = pod.metadata;
  let found: AnyObject = pod;
  const missing = (): never => {
    throw new CommandError(`pods ${JSON.stringify(name)} not found`);
  };
  const seen = (object: KubeObject): boolean => {
    found = { ...object };
    return holds(found);
  };
  const place = { path: `/api/v1/namespaces/${namespace}/pods`, name, deadline };
  if (await follow(context, place, { seen, gone: missing, absent: missing })) return found;
  throw new CommandError(TIMED_OUT);
}

function tellFailure(pod: AnyObject, context: Context): void {
  if (phaseOf(pod) !== 'Failed') return;
  const { name = '', namespace = '' } = pod.metadata;
  const statuses = valueAt(pod, 'status', 'containerStatuses');
  const terminated = valueAt(Array.isArray(statuses) ? statuses[0] : undefined, 'state', 'terminated');
  const code = valueAt(terminated, 'exitCode');
  if (typeof code !== 'number' || code === 0) {
    throw new CommandError(`pod ${namespace}/${name} failed with unknown exit code`);
  }
  // kubectl prints this one without `error:`.
  const reason = String(valueAt(terminated, 'reason') ?? '');
  context.err.line(`pod ${namespace}/${name} terminated (${reason})`);
  const message = String(valueAt(terminated, 'message') ?? '');
  if (message !== '') context.err.line(message);
  throw new Exit(code);
}
