import { type Context, defineCommand } from '../command.ts';
import { type Pairs, parsePairs, resourcesAndPairs } from '../pairs.ts';
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

const ANNOTATIONS: MetadataField = { field: 'annotations', noun: 'annotation', example: 'rsrc' };

/** `kubectl annotate`. */
export const annotate = defineCommand({
  name: 'annotate',
  group: 'Settings Commands:',
  usage:
    'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
  examples: [
    '# An annotation for a pod; an existing one needs --overwrite',
    "kubectl annotate pods web description='my frontend'",
    '',
    '# Take it away',
    'kubectl annotate pods web description-',
  ],
  flags: metadataFlags(ANNOTATIONS, 'kubectl-annotate'),
  complete: (args, given, invocation) => {
    const { resources, pairs: words } = resourcesAndPairs(args, 'annotation');
    const pairs = parsePairs(words, 'annotation');
    const options = completeMetadata(ANNOTATIONS, resources, pairs, given, invocation);
    const both = pairs.remove.filter((key) => Object.hasOwn(pairs.set, key));
    if (both.length > 0) {
      const which = both.join(', ');
      throw new Error(
        `can not both modify and remove the following annotation(s) in the same command: ${which}`,
      );
    }
    return options;
  },
  run: (options, context) =>
    runMetadata(ANNOTATIONS, options, context, 'annotated', (info, object) =>
      change(info, object, options, context),
    ),
});

async function change(
  info: Info,
  object: AnyObject,
  options: MetadataOptions,
  context: Context,
): Promise<Changed> {
  const { dryRun, local, list, pairs, overwrite } = options;
  if (!overwrite) refuseOverwrites(object, pairs);
  const after = withPairs(object, 'annotations', options);
  const here = dryRun === 'client' || local || list;
  return {
    shown: here ? after : await sendDifference(context, info, object, after, options),
    operation: undefined,
  };
}

function refuseOverwrites(object: AnyObject, pairs: Pairs): void {
  const told = Object.entries(pairs.set).flatMap(([key, value]) => {
    const now = object.metadata?.annotations?.[key];
    if (key === 'kubernetes.io/change-cause' || now === undefined || now === value) return [];
    return [`'${key}' already has a value (${now})`];
  });
  if (told.length === 0) return;
  throw new Error(`--overwrite is false but found the following declared annotation(s): ${told.join('; ')}`);
}
