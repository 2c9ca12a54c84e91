import { METRICS_SERVICE } from '../../kinds/metrics/scrape.ts';
import { LOAD, USAGE } from '../../kinds/metrics/usage.ts';
import { fetchObject } from '../../kubectl/api.ts';
import { type Command, type Context, defineCommand, UsageError } from '../../kubectl/command.ts';
import { bool } from '../../kubectl/flags.ts';
import { resourcePath } from '../../kubectl/resources/mapper.ts';
import { type AnyObject, valueAt } from '../../kubectl/resources/object.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { hasReason, isNotFound } from '../../machinery/status.ts';
import { resourceNamed } from '../resource.ts';

interface LoadOptions {
  /** TYPE/NAME each. */
  readonly objects: readonly string[];
  /** NAME=AMOUNT each; none takes the load away. */
  readonly amounts: readonly string[];
  readonly each: boolean;
}

/** `sim load`: says what pods use, for `top` and for autoscalers. */
export function load(): Command {
  return defineCommand({
    name: 'load',
    usage: 'load TYPE/NAME... NAME=AMOUNT... [--each] | load TYPE/NAME... --remove',
    short: 'Say what pods use: processors, memory and other metrics',
    long:
      'Say what pods use, so that sim top shows it and autoscalers act on it. The ready pods of a workload share its load;\n' +
      'with --each every one of them has all of it. What is said of anything else than a workload or a pod (an Ingress, a\n' +
      'Namespace) is what is measured there: autoscalers read it as a metric of the object, or from outside of the cluster.\n' +
      'The metrics API is served from the first load on, as if metrics-server had been installed.',
    examples: [
      '# The pods of the deployment use 180 thousandths of a processor together',
      'sim load deploy/web cpu=180m',
      '',
      '# Every pod of the set uses as much, however many there are',
      'sim load sts/db cpu=200m memory=256Mi --each',
      '',
      '# One pod; and nothing any more',
      'sim load pod/web-0 cpu=1',
      'sim load deploy/web --remove',
    ],
    flags: {
      each: bool('each', { help: 'As much for every pod of the workload, not for all of them together.' }),
      remove: bool('remove', { help: 'Take the load away.' }),
    },
    complete: (words, { each, remove }): LoadOptions => {
      const amounts = words.filter((word) => word.includes('='));
      const objects = words.filter((word) => !word.includes('='));
      if (objects.length === 0) throw new UsageError('say of what: sim load deploy/web cpu=180m');
      if (remove === amounts.length > 0)
        throw new UsageError(
          'say how much: sim load deploy/web cpu=180m, or nothing: sim load deploy/web --remove',
        );
      for (const amount of amounts) checkAmount(amount);
      return { objects, amounts, each };
    },
    run: async ({ objects, amounts, each }, context) => {
      for (const word of objects) context.out.line(await loadObject(word, amounts, each, context));
      if (amounts.length > 0 && (await announceMetrics(context)))
        context.err.line('The metrics API is served from now on: sim top pods');
      return 0;
    },
  });
}

function checkAmount(word: string): void {
  const [name = '', amount = '', ...rest] = word.split('=');
  try {
    if (name === '' || rest.length > 0 || !/^\d/.test(amount)) throw new UsageError('');
    parseQuantity(amount);
  } catch {
    // Whatever is wrong with the quantity, the whole word is what the user sees.
    throw new UsageError(
      `${JSON.stringify(word)} is no amount: write NAME=AMOUNT, like cpu=180m or memory=64Mi`,
    );
  }
}

async function loadObject(
  word: string,
  amounts: readonly string[],
  each: boolean,
  context: Context,
): Promise<string> {
  const [type = '', name = '', ...rest] = word.split('/');
  if (name === '' || rest.length > 0)
    throw new UsageError(`${JSON.stringify(word)} names nothing: write TYPE/NAME, like deploy/web`);
  const mapping = await resourceNamed(type, context);
  const path = resourcePath(mapping, context.config.namespace, name);
  const object = await fetchObject<AnyObject>(context, 'GET', path);
  const isWorkload = valueAt(object, 'spec', 'template') !== undefined;
  if (each && !isWorkload) throw new UsageError(`--each is for workloads: ${word} has no pods`);
  const words = amounts.join(',');
  const annotations = isWorkload
    ? { [LOAD]: amounts.length === 0 ? null : each ? `${words},each` : words }
    : { [USAGE]: amounts.length === 0 ? null : words };
  const body = { metadata: { annotations } };
  await fetchObject(context, 'PATCH', path, {
    body,
    contentType: 'application/merge-patch+json',
    query: { fieldManager: 'sim-load' },
  });
  const shown = `${mapping.singular}/${name}`;
  if (amounts.length === 0) return `${shown} has no load any more`;
  return `${shown} loaded: ${amounts.join(' ')}${isWorkload ? (each ? ' for each pod' : ' for all pods together') : ''}`;
}

/** Makes an APIService that the API server answers for itself; false where there is one, metrics-server's own perhaps. */
async function announceMetrics(context: Context): Promise<boolean> {
  const path = '/apis/apiregistration.k8s.io/v1/apiservices';
  try {
    await fetchObject(context, 'GET', `${path}/${METRICS_SERVICE}`);
    return false;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const body = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: METRICS_SERVICE },
    spec: { group: 'metrics.k8s.io', version: 'v1beta1', groupPriorityMinimum: 100, versionPriority: 100 },
  };
  try {
    await fetchObject(context, 'POST', path, { body, query: { fieldManager: 'sim-load' } });
  } catch (error) {
    // Somebody else was quicker.
    if (!hasReason(error, 'AlreadyExists')) throw error;
  }
  return true;
}
