import { after, type Duration, type Instant } from '../../../machinery/instant.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { send } from '../../api.ts';
import { CommandError, type Context, Exit } from '../../command.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import { follow, TIMED_OUT } from '../../waiting.ts';

interface Attachment {
  readonly timeout: Duration;
  readonly restart: string;
  readonly leaveStdinOpen: boolean;
}

/** Stays with the pod: shows what it writes, and ends as it ends. */
export async function stayWith(pod: AnyObject, options: Attachment, context: Context): Promise<void> {
  const { name = '', namespace = '' } = pod.metadata;
  const started = await podWhen(pod, isUp, deadlineOf(options, context), context);
  const ends = !options.leaveStdinOpen && options.restart !== 'Always';
  // A program that ends is seen to its end, so that all it wrote is shown.
  const finished =
    ends && phaseOf(started) === 'Running' ? await podWhen(pod, isOver, undefined, context) : started;
  const path = `/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(name)}/log`;
  const container = String(valueAt(pod, 'spec', 'containers', '0', 'name') ?? name);
  const { body } = await send(context, 'GET', path, { query: { container } });
  context.out.write(typeof body === 'string' ? body : '');
  if (ends) tellFailure(finished, context);
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
