import { join, resolve } from 'node:path';
import { CommandError, type Context } from '../command.ts';
import { contentHash } from '../commands/create/content-hash.ts';
import { asError } from '../errors.ts';
import { formatYaml } from '../output/yaml.ts';
import { readDocuments } from '../resources/documents.ts';
import { decodeFault } from '../resources/metadata-check.ts';
import { type AnyObject, isList, valueAt } from '../resources/object.ts';
import { itemsOf } from '../resources/visiting.ts';
import { kustomizeSchema } from '../resources/yaml-schema.ts';
import { type GeneratedKind, generated } from './generators.ts';
import {
  deprecations,
  type GeneratorRule,
  type Kustomization,
  leadsOut,
  readKustomization,
  refuseFolder,
} from './kustomization.ts';
import { compareObjects } from './order.ts';
import { patched } from './patches.ts';
import { withReferences } from './references.ts';
import { changed, kindOf, newResource, type Resource, renamed } from './resource.ts';
import { transformed } from './transformers.ts';

type Host = Pick<Context, 'files' | 'patchSchema' | 'err'>;

/** The manifests a kustomization stands for, as one text of YAML documents. */
export function buildKustomization(host: Host, folder: string): string {
  refuseFolder(host.files, folder);
  const resources = accumulate(folder, [], host);
  const finished = withReferences(resources.map(withHash)).map(({ object }) => object);
  return finished
    .toSorted(compareObjects)
    .map((object) => formatYaml(object))
    .join('---\n');
}

/** What a folder's kustomization makes of its resources; `visited` are the folders that led here. */
function accumulate(
  folder: string,
  visited: readonly string[],
  host: Host,
  inherited: readonly Resource[] = [],
): readonly Resource[] {
  const kustomization = readKustomization(host.files, folder);
  for (const warning of deprecations(kustomization)) host.err.line(warning);
  const path = [...visited, resolve(folder)];
  const own = [...(kustomization.resources ?? []), ...(kustomization.bases ?? [])];
  const found = own.flatMap((entry) => entryResources(folder, entry, path, host));
  const components = (kustomization.components ?? []).reduce<readonly Resource[]>(
    (all, entry) => accumulate(join(folder, entry), path, host, all),
    [...inherited, ...found],
  );
  refuseTwice(components);
  const complete = withGenerated(components, kustomization, folder, host);
  return patched(complete, kustomization, folder, host).map((resource) =>
    transformed(resource, kustomization),
  );
}

function entryResources(
  folder: string,
  entry: string,
  visited: readonly string[],
  host: Host,
): readonly Resource[] {
  const path = join(folder, entry);
  const accumulating = `accumulating resources: accumulation err='accumulating resources from '${entry}': `;
  if (/^https?:\/\/|^git@|^github\.com\//.test(entry)) {
    throw new CommandError(`${accumulating}no network in here': download it and name the folder`);
  }
  const kind = host.files.stat(path);
  if (kind === undefined) {
    const why = `evalsymlink failure on '${resolve(path)}' : lstat ${resolve(path)}: no such file or directory`;
    throw new CommandError(`${accumulating}${why}': must build at directory: not a valid directory: ${why}`);
  }
  if (kind === 'folder') return folderResources(accumulating, path, visited, host);
  if (leadsOut(folder, path)) {
    throw new CommandError(
      `${accumulating}security; file '${resolve(path)}' is not in or below '${resolve(folder)}'': ` +
        `must build at directory: '${resolve(path)}': file is not directory`,
    );
  }
  return fileResources(host.files.read(path), entry);
}

function folderResources(
  accumulating: string,
  path: string,
  visited: readonly string[],
  host: Host,
): readonly Resource[] {
  const full = resolve(path);
  const head = `${accumulating}'${full}' must resolve to a file': `;
  const inside = visited.find((one) => one === full || one.startsWith(`${full}/`));
  if (inside !== undefined) {
    throw new CommandError(
      `${head}cycle detected: candidate root '${full}' contains visited root '${inside}'`,
    );
  }
  try {
    return accumulate(path, visited, host);
  } catch (error) {
    throw new CommandError(`${head}recursed accumulation of path '${full}': ${asError(error).message}`);
  }
}

function fileResources(text: string, entry: string): readonly Resource[] {
  const { values, fault } = readDocuments(text, kustomizeSchema);
  const wrong = fault?.message ?? values.map(decodeFault).find((one) => one !== undefined);
  if (wrong !== undefined) {
    throw new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${entry}': ${wrong}'`,
    );
  }
  return values.flatMap((value) => {
    const object = value as AnyObject;
    return (isList(object) ? itemsOf(object) : [object]).map((one) => newResource(one));
  });
}

function refuseTwice(resources: readonly Resource[]): void {
  const seen = new Set<string>();
  for (const { object } of resources) {
    const id = `${kindOf(object)}/${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
    if (seen.has(id)) {
      const { apiVersion, kind, metadata } = object;
      const [version, group = ''] = apiVersion.split('/').reverse();
      const name = `${kind}.${version}.${group === '' ? '[noGrp]' : group}/${metadata.name ?? ''}.${metadata.namespace ?? '[noNs]'}`;
      throw new CommandError(`may not add resource with an already registered id: ${name}`);
    }
    seen.add(id);
  }
}

function withGenerated(
  resources: readonly Resource[],
  { configMapGenerator = [], secretGenerator = [], generatorOptions = {} }: Kustomization,
  folder: string,
  { files }: Host,
): readonly Resource[] {
  const rules: readonly (readonly [GeneratedKind, GeneratorRule])[] = [
    ...configMapGenerator.map((rule) => ['ConfigMap', rule] as const),
    ...secretGenerator.map((rule) => ['Secret', rule] as const),
  ];
  return rules.reduce<readonly Resource[]>((all, [kind, rule]) => {
    const made = generated(kind, rule, generatorOptions, folder, files);
    if ((rule.behavior ?? 'create') === 'create') {
      refuseTwice([...all, made]);
      return [...all, made];
    }
    return absorbed(all, made, rule);
  }, resources);
}

/** A generator that merges with or replaces what a base has generated. */
function absorbed(
  resources: readonly Resource[],
  made: Resource,
  { name = '', behavior }: GeneratorRule,
): readonly Resource[] {
  const at = resources.findIndex(
    ({ object, names }) => object.kind === made.object.kind && names.includes(name),
  );
  const there = resources[at];
  if (there === undefined) {
    throw new CommandError(
      `id ${made.object.kind}.v1.[noGrp]/${name}.[noNs] does not exist; cannot merge or replace`,
    );
  }
  const merged =
    behavior === 'merge' ? mergedData(there.object, made.object) : replacedData(there.object, made.object);
  return resources.with(at, { ...changed(there, merged), hashed: there.hashed });
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

/** A new content gets a new name, so that what uses it rolls out. */
function withHash(resource: Resource): Resource {
  if (!resource.hashed) return resource;
  const { object } = resource;
  const binaryData = valueAt(object, 'binaryData');
  const type = valueAt(object, 'type');
  const hash = contentHash({
    kind: object.kind,
    name: '',
    data: valueAt(object, 'data') ?? '',
    ...(binaryData === undefined ? {} : { binaryData }),
    ...(type === undefined ? {} : { type }),
  });
  return renamed(resource, `${object.metadata.name}-${hash}`);
}
