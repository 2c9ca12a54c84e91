import { changeCause, createObject, withChangeCause } from '../change.ts';
import { type Context, defineCommand } from '../command.ts';
import {
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  printFlags,
  recordFlags,
  saveConfigFlags,
} from '../flag-groups.ts';
import { integer, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { apiVersionOf, mapperOf } from '../resources/mapper.ts';
import type { AnyObject } from '../resources/object.ts';
import { type Info, resourceString } from '../resources/selection.ts';
import { newMetadata, newObject, withConfig } from './create/generator.ts';

interface Limits {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly cpuPercent: number;
}

/** `kubectl autoscale`. */
export const autoscale = defineCommand({
  name: 'autoscale',
  group: 'Deploy Commands:',
  usage: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  long: 'Make a HorizontalPodAutoscaler that sets the number of pods of a resource by how much CPU they use.',
  examples: [
    '# Between 2 and 10 pods',
    'kubectl autoscale deployment web --min=2 --max=10',
    '',
    '# Up to 5 pods, so that they use 80% of the CPU they requested',
    'kubectl autoscale deployment web --max=5 --cpu-percent=80',
  ],
  flags: {
    ...printFlags,
    ...filenameFlags('naming the resource to scale'),
    ...dryRunFlags,
    ...saveConfigFlags,
    ...fieldManagerFlags('kubectl-autoscale'),
    ...recordFlags,
    cpuPercent: integer('cpu-percent', {
      default: -1,
      help: 'How much of the requested CPU the pods are to use on average, in percent.',
    }),
    max: integer('max', { default: -1, required: true, help: 'How many pods there may be. Required.' }),
    min: integer('min', { default: -1, help: 'How many pods there are at least.' }),
    name: text('name', { help: 'The name of the autoscaler; that of the resource unless told otherwise.' }),
  },
  complete: (args, given, invocation) => {
    const { max, min } = given;
    if (max < 1) throw new Error(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
    if (max < min) {
      throw new Error(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    }
    return {
      ...given,
      args,
      files: fileOptions(given),
      dryRun: dryRunOf(given.dryRun),
      enforceNamespace: invocation.given('namespace'),
      cause: changeCause(given.record, invocation),
    };
  },
  run: async (options, context) => {
    const { args, files, enforceNamespace, dryRun, fieldManager, saveConfig, cause } = options;
    const operation = `${dryRun === 'client' ? 'created' : 'autoscaled'}${dryRunSuffix(dryRun)}`;
    const print = await resultPrinter(options, operation, context.files, 'given');
    const selection = await select(context, { args, files, enforceNamespace, continueOnError: true });
    let count = 0;
    await selection.visit(async (info) => {
      await refuseUnscalable(info, context);
      const autoscaler = withChangeCause(newAutoscaler(info, options), cause);
      const object = saveConfig ? withConfig(autoscaler) : autoscaler;
      context.out.write(print(dryRun === 'client' ? autoscaler : await sent(object)));
      count++;
    });
    if (count === 0) throw new Error('no objects passed to autoscale');
    return 0;

    async function sent(object: AnyObject): Promise<AnyObject> {
      const mapping = await mapperOf(context).forKind(object.apiVersion, object.kind);
      return createObject(context, mapping, context.config.namespace, object, { dryRun, fieldManager });
    }
  },
});

async function refuseUnscalable({ mapping }: Info, context: Context): Promise<void> {
  const subresources = await mapperOf(context).subresources(mapping);
  if (subresources.includes('scale')) return;
  throw new Error(
    `cannot autoscale a ${mapping.kind}: could not find scale subresource for ${resourceString(mapping)} in discovery information`,
  );
}

function newAutoscaler({ mapping, name }: Info, { name: given, min, max, cpuPercent }: Limits): AnyObject {
  const target = { type: 'Utilization', averageUtilization: cpuPercent };
  return newObject('autoscaling/v2', 'HorizontalPodAutoscaler', {
    metadata: newMetadata({ name: given === '' ? name : given, namespace: undefined }),
    spec: {
      scaleTargetRef: { kind: mapping.kind, name, apiVersion: apiVersionOf(mapping) },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: max,
      ...(cpuPercent >= 0 ? { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  });
}
