import type { Pod } from '../../../kinds/core/pod/types.ts';
import { after, type Duration } from '../../../machinery/instant.ts';
import { isFields } from '../../../machinery/json.ts';
import {
  formatRequirements,
  type LabelSelector,
  selectorFrom,
  selectorFromLabels,
} from '../../../machinery/labels.ts';
import { watch } from '../../api.ts';
import { CommandError, type Context } from '../../command.ts';
import { isService } from '../../kinds/service/is-service.ts';
import { fetchList } from '../../related.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import { TIMED_OUT } from '../../waiting.ts';
import { byLogging } from './sources.ts';

/** The label selector of a workload or service; who has none is told what was wanted of it. */
export function podSelector(object: AnyObject, wanted = 'get the logs from'): string {
  const selector = valueAt(object, 'spec', 'selector');
  if (!isFields(selector) || Object.keys(selector).length === 0) {
    const why = isService(object)
      ? `invalid service '${object.metadata.name}': Service is defined without a selector`
      : `selector for *v1.${object.kind} not implemented`;
    throw new CommandError(`cannot ${wanted} *v1.${object.kind}: ${why}`);
  }
  const plain = Object.values(selector).every((value) => typeof value === 'string');
  const requirements = plain
    ? selectorFromLabels(selector as Readonly<Record<string, string>>)
    : selectorFrom(selector as LabelSelector);
  return formatRequirements(requirements);
}

/** All pods, the best first; waits for one to come. */
export async function firstPods(
  path: string,
  labelSelector: string,
  timeout: Duration,
  context: Context,
  order: (a: Pod, b: Pod) => number = byLogging,
): Promise<readonly Pod[]> {
  const pods = await fetchList<Pod>(context, path, { labelSelector }, 0);
  if (pods.length > 0) return pods.toSorted(order);
  const deadline = after(context.transport.now(), timeout);
  const query = { labelSelector, timeoutSeconds: String(Math.max(1, Math.ceil(timeout / 1000))) };
  for await (const { type, object } of watch(context.transport, path, { query }, 'wait')) {
    if (type === 'ADDED' || type === 'MODIFIED') return [object as Pod];
    if (context.transport.now() >= deadline) break;
  }
  throw new CommandError(TIMED_OUT);
}
