import { CommandError, type Context } from '../command.ts';
import { deleteObject } from '../deletion.ts';
import { asError } from '../errors.ts';
import { dryRunSuffix } from '../flag-groups.ts';
import { logWarning } from '../klog.ts';
import { resultPrinter } from '../output/printer.ts';
import { type Mapping, mapperOf } from '../resources/mapper.ts';
import { type AnyObject, isList } from '../resources/object.ts';
import { type Info, kindString, listPages } from '../resources/selection.ts';
import { itemsOf } from '../resources/visiting.ts';
import { LAST_APPLIED } from './last-applied.ts';
import type { ApplyOptions } from './options.ts';

/** What --prune looks at unless told otherwise, in kubectl's order. */
const DEFAULT_TYPES = [
  ...'ConfigMap Endpoints PersistentVolumeClaim Pod ReplicationController Secret Service'
    .split(' ')
    .map((kind) => `v1/${kind}`),
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  ...'DaemonSet Deployment ReplicaSet StatefulSet'.split(' ').map((kind) => `apps/v1/${kind}`),
  'v1/Namespace',
  'v1/PersistentVolume',
];

/** Deletes what was applied once, matches the selector, and is not among what was applied now. */
export async function pruneApplied(
  infos: readonly Info[],
  applied: readonly AnyObject[],
  options: ApplyOptions,
  context: Context,
): Promise<void> {
  const mappings = await typesToPrune(options, context);
  const kept = new Set(applied.map(({ metadata }) => metadata.uid));
  const namespaces = new Set([
    ...(options.enforceNamespace ? [context.config.namespace] : []),
    ...infos.filter(({ mapping }) => mapping.namespaced).map(({ namespace }) => namespace),
  ]);
  for (const namespace of namespaces) {
    for (const mapping of mappings.filter(({ namespaced }) => namespaced)) {
      await pruneType(mapping, namespace, kept, options, context, 'namespaced');
    }
  }
  for (const mapping of mappings.filter(({ namespaced }) => !namespaced)) {
    await pruneType(mapping, '', kept, options, context, 'nonNamespaced');
  }
}

/** The types that pruning looks at. */
export async function typesToPrune(
  { pruneAllowlist }: Pick<ApplyOptions, 'pruneAllowlist'>,
  context: Context,
): Promise<readonly Mapping[]> {
  const mapper = mapperOf(context);
  if (pruneAllowlist.length > 0) return Promise.all(pruneAllowlist.map((word) => allowedType(word, context)));
  logWarning(
    context,
    'prune.go:71] Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with ' +
      'the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to ' +
      'target explicitly in the --prune-allowlist flag.',
  );
  const found = DEFAULT_TYPES.map(async (type) => {
    const at = type.lastIndexOf('/');
    // A type this server does not serve has nothing to prune.
    return mapper.forKind(type.slice(0, at), type.slice(at + 1)).catch(() => undefined);
  });
  return (await Promise.all(found)).filter((mapping) => mapping !== undefined);
}

/** One word of --prune-allowlist. */
export async function allowedType(word: string, context: Context): Promise<Mapping> {
  const [group = '', version, kind, ...more] = word.split('/');
  if (version === undefined || kind === undefined || more.length > 0) {
    throw new CommandError(`invalid GroupVersionKind format: ${word}, please follow <group/version/kind>`);
  }
  return mapperOf(context).forKind(group === 'core' || group === '' ? version : `${group}/${version}`, kind);
}

async function pruneType(
  mapping: Mapping,
  namespace: string,
  kept: ReadonlySet<string | undefined>,
  options: ApplyOptions,
  context: Context,
  scope: 'namespaced' | 'nonNamespaced',
): Promise<void> {
  try {
    for (const object of await candidates(mapping, namespace, options, context)) {
      if (kept.has(object.metadata.uid)) continue;
      await pruneOne(object, mapping, namespace, options, context);
    }
  } catch (error) {
    throw new CommandError(`error pruning ${scope} object ${kindString(mapping)}: ${asError(error).message}`);
  }
}

/** What of a type was applied once. */
export async function candidates(
  mapping: Mapping,
  namespace: string,
  { selector }: Pick<ApplyOptions, 'selector'>,
  context: Context,
): Promise<readonly AnyObject[]> {
  const found: AnyObject[] = [];
  const pages = listPages(context, mapping, namespace, {
    selector,
    fieldSelector: '',
    accept: 'json',
    chunk: 0,
  });
  for await (const page of pages) if (isList(page)) found.push(...itemsOf(page));
  return found.filter(({ metadata }) => metadata.annotations?.[LAST_APPLIED] !== undefined);
}

async function pruneOne(
  object: AnyObject,
  mapping: Mapping,
  namespace: string,
  options: ApplyOptions,
  context: Context,
) {
  const name = object.metadata.name ?? '';
  if (options.dryRun !== 'client') {
    await deleteObject(context, { mapping, namespace, name, source: '', subresource: '', object }, options);
  }
  const print = await resultPrinter(options, `pruned${dryRunSuffix(options.dryRun)}`, context.files);
  context.out.write(print(object));
}
