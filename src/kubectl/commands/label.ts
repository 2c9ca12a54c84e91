import { equalJson } from '../../machinery/json.ts';
import { labelValue } from '../../machinery/names.ts';
import { type Context, defineCommand } from '../command.ts';
import { Aggregate } from '../errors.ts';
import { compactJson } from '../output/json.ts';
import { type Pairs, resourcesAndPairs } from '../pairs.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';
import {
  type Changed,
  completeMetadata,
  type MetadataField,
  type MetadataOptions,
  metadataFlags,
  runMetadata,
  sendDifference,
  withPairs,
} from './metadata-change.ts';

const LABELS: MetadataField = { field: 'labels', noun: 'label', example: 'pod' };

/** `kubectl label`. */
export const label = defineCommand({
  name: 'label',
  group: 'Settings Commands:',
  usage:
    'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
  examples: [
    '# A label for a pod; an existing one needs --overwrite',
    'kubectl label pods web unhealthy=true',
    'kubectl label --overwrite pods web status=unhealthy',
    '',
    '# All pods of the namespace',
    'kubectl label pods --all status=unhealthy',
    '',
    '# Take a label away',
    'kubectl label pods web status-',
  ],
  flags: metadataFlags(LABELS, 'kubectl-label'),
  complete: (args, given, invocation) => {
    const { resources, pairs } = resourcesAndPairs(args, 'label');
    return completeMetadata(LABELS, resources, parseLabels(pairs), given, invocation);
  },
  run: (options, context) =>
    runMetadata(LABELS, options, context, 'labeled', (info, object) =>
      change(info, object, options, context),
    ),
});

function parseLabels(words: readonly string[]): Pairs {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const word of words) {
    if (!word.includes('=')) {
      remove.push(word.slice(0, -1));
      continue;
    }
    const [key = '', value = '', ...more] = word.split('=');
    if (more.length > 0) throw new Error(`invalid label spec: ${word}`);
    const faults = labelValue(value);
    if (faults.length > 0)
      throw new Error(`invalid label value: ${JSON.stringify(word)}: ${faults.join(';')}`);
    set[key] = value;
  }
  if (remove.some((key) => Object.hasOwn(set, key))) {
    throw new Error('can not both modify and remove a label in the same command');
  }
  return { set, remove };
}

async function change(
  info: Info,
  object: AnyObject,
  options: MetadataOptions,
  context: Context,
): Promise<Changed> {
  const { dryRun, local, list, pairs, overwrite } = options;
  const local_ = dryRun === 'client' || local || list;
  if (!local_) {
    for (const key of pairs.remove) {
      if (object.metadata.labels?.[key] === undefined)
        context.out.line(`label ${JSON.stringify(key)} not found.`);
    }
  }
  if (!overwrite) refuseOverwrites(object, pairs);
  const after = withPairs(object, 'labels', options);
  if (!local_) await sendDifference(context, info, object, after, options);
  return { shown: after, operation: operationOf(object, after, overwrite) };
}

function refuseOverwrites(object: AnyObject, pairs: Pairs): void {
  const errors = Object.entries(pairs.set).flatMap(([key, value]) => {
    const now = object.metadata?.labels?.[key];
    return now === undefined || now === value
      ? []
      : [new Error(`'${key}' already has a value (${now}), and --overwrite is false`)];
  });
  if (errors.length > 0) throw new Aggregate(errors);
}

/** kubectl tells a removal by the object's having become shorter. */
function operationOf(before: AnyObject, after: AnyObject, overwrite: boolean): string {
  if (equalJson(before, after)) return 'not labeled';
  const shorter = Buffer.byteLength(compactJson(after)) < Buffer.byteLength(compactJson(before));
  return !overwrite && shorter ? 'unlabeled' : 'labeled';
}
