import { CommandError, type Files } from '../command.ts';
import type { AnyObject } from '../resources/object.ts';
import { type GeneratedKind, generated } from './generators.ts';
import type { GeneratorRule, Kustomization } from './kustomization.ts';
import { changed, type Resource } from './resource.ts';

/** The resources and what a kustomization's generators make, or change of what a base's have made. */
export function withGenerated(
  resources: readonly Resource[],
  { configMapGenerator = [], secretGenerator = [], generatorOptions = {} }: Kustomization,
  folder: string,
  files: Files,
): readonly Resource[] {
  const rules: readonly (readonly [GeneratedKind, GeneratorRule])[] = [
    ...configMapGenerator.map((rule) => ['ConfigMap', rule] as const),
    ...secretGenerator.map((rule) => ['Secret', rule] as const),
  ];
  return rules.reduce<readonly Resource[]>(
    (all, [kind, rule]) => absorbed(all, generated(kind, rule, generatorOptions, folder, files), rule),
    resources,
  );
}

function absorbed(
  resources: readonly Resource[],
  made: Resource,
  { behavior = 'create' }: GeneratorRule,
): readonly Resource[] {
  const { kind, metadata } = made.object;
  const at = resources.findIndex(
    ({ object, names }) =>
      object.kind === kind &&
      names.includes(metadata.name ?? '') &&
      (metadata.namespace === undefined || metadata.namespace === object.metadata.namespace),
  );
  const there = resources[at];
  const creates = behavior !== 'merge' && behavior !== 'replace';
  if (there === undefined && creates) return [...resources, made];
  if (there === undefined || creates) {
    const gvk = `resid.Gvk{Group:"", Version:"v1", Kind:"${kind}", isClusterScoped:false}`;
    const id = `resid.ResId{Gvk:${gvk}, Name:"${metadata.name}", Namespace:"${metadata.namespace ?? ''}"}`;
    const why = creates
      ? 'exists; behavior must be merge or replace'
      : 'does not exist; cannot merge or replace';
    // The generator is told by its address in memory, which says nothing.
    throw new CommandError(`merging from generator &{0xc000a212b0 <nil>}: id ${id} ${why}`);
  }
  const object =
    behavior === 'merge' ? mergedData(there.object, made.object) : replacedData(there.object, made.object);
  return resources.with(at, changed(there, object));
}

function mergedData(before: AnyObject, after: AnyObject): AnyObject {
  const both = (field: string): object => {
    const map = { ...(before[field] as object | undefined), ...(after[field] as object | undefined) };
    return Object.keys(map).length === 0 ? {} : { [field]: map };
  };
  return { ...before, metadata: mergedMetadata(before, after), ...both('data'), ...both('binaryData') };
}

function replacedData(before: AnyObject, after: AnyObject): AnyObject {
  return { ...after, metadata: { ...mergedMetadata(before, after), name: before.metadata.name ?? '' } };
}

function mergedMetadata(before: AnyObject, after: AnyObject): AnyObject['metadata'] {
  const labels = { ...before.metadata.labels, ...after.metadata.labels };
  const annotations = { ...before.metadata.annotations, ...after.metadata.annotations };
  return {
    ...before.metadata,
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}
