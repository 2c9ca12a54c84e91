import { resolve } from 'node:path';
import { type Fields, isFields } from '../../machinery/json.ts';
import { matches, parseSelector } from '../../machinery/labels.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';
import { patchFault } from '../../machinery/patch/refusal.ts';
import { CommandError, type Context } from '../command.ts';
import { formatYaml } from '../output/yaml.ts';
import { readDocuments } from '../resources/documents.ts';
import { type AnyObject, groupOf, withMetadata } from '../resources/object.ts';
import { kustomizeSchema } from '../resources/yaml-schema.ts';
import { type Kustomization, missingFile, type PatchRule, type PatchTarget } from './kustomization.ts';
import { changed, type Resource, renamed, resourceId } from './resource.ts';

type Host = Pick<Context, 'files' | 'patchSchema'>;

/** The resources with all patches of a kustomization applied, one patch after the other. */
export function patched(
  resources: readonly Resource[],
  kustomization: Kustomization,
  folder: string,
  host: Host,
): readonly Resource[] {
  const { patchesStrategicMerge = [], patches = [], patchesJson6902 = [] } = kustomization;
  const old = patchesStrategicMerge.map((source) => oldPatch(source, patchesStrategicMerge, folder, host));
  const given = [...patches, ...patchesJson6902].map((rule) => readPatch(rule, folder, host));
  return [...old, ...given].reduce((found, patch) => patch(found), resources);
}

type Patch = (resources: readonly Resource[]) => readonly Resource[];

/** A file with a patch, or the patch itself. */
function oldPatch(source: string, all: readonly string[], folder: string, host: Host): Patch {
  const path = resolve(folder, source);
  const text = host.files.stat(path) === 'file' ? host.files.read(path) : source;
  const objects = objectsIn(text);
  if (objects === undefined) {
    throw new CommandError(
      misconfigured('PatchStrategicMergeTransformer', { paths: all }) + missingFile(path, path),
    );
  }
  return (resources) => objects.reduce((found, patch) => applyStrategic(found, patch, {}, host), resources);
}

const misconfigured = (name: string, rule: object): string =>
  `trouble configuring builtin ${name} with config: \`\n${formatYaml(rule)}\`: `;

function readPatch(rule: PatchRule, folder: string, host: Host): Patch {
  const head = misconfigured('PatchTransformer', rule);
  const source = sourceOf(rule, folder, host, head);
  const objects = objectsIn(source);
  if (objects !== undefined) {
    return (resources) =>
      objects.reduce((found, patch) => applyStrategic(found, patch, rule, host), resources);
  }
  const operations = operationsIn(source);
  if (operations === undefined) {
    throw new CommandError(`${head}unable to parse SM or JSON patch from [patch: ${JSON.stringify(source)}]`);
  }
  const { target } = rule;
  if (target === undefined) {
    throw new CommandError(`must specify a target for JSON patch [patch: ${JSON.stringify(source)}]`);
  }
  return (resources) =>
    resources.map((resource) =>
      isTarget(resource, target) ? withJsonPatch(resource, operations) : resource,
    );
}

function sourceOf(
  { patch = '', path = '', ...rule }: PatchRule,
  folder: string,
  { files }: Host,
  head: string,
): string {
  const shown = formatYaml({ ...rule, ...(patch === '' ? {} : { patch }), ...(path === '' ? {} : { path }) });
  if (patch !== '' && path !== '') {
    throw new CommandError(`${head}patch and path can't be set at the same time\n${shown}`);
  }
  if (patch + path === '') throw new CommandError(`${head}must specify one of patch and path in\n${shown}`);
  if (path === '') return patch;
  const file = resolve(folder, path);
  if (files.stat(file) === 'file') return files.read(file);
  throw new CommandError(
    `${head}failed to get the patch file from path(${path}): ${missingFile(file, file)}`,
  );
}

/** The objects of a strategic merge patch; undefined when it is none. */
function objectsIn(text: string): readonly AnyObject[] | undefined {
  const { values, fault } = readDocuments(text, kustomizeSchema);
  const isPatch = (value: unknown): boolean => isFields(value) && typeof value['kind'] === 'string';
  return fault === undefined && values.length > 0 && values.every(isPatch)
    ? (values as AnyObject[])
    : undefined;
}

/** The operations of a JSON patch: JSON when it begins with a bracket, else YAML. */
function operationsIn(text: string): readonly unknown[] | undefined {
  if (/^\[/.test(text)) {
    const value = parsedJson(text);
    return Array.isArray(value) ? value : undefined;
  }
  const { values, fault } = readDocuments(text, kustomizeSchema);
  const [value] = values;
  return fault === undefined && Array.isArray(value) ? value : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function applyStrategic(
  resources: readonly Resource[],
  patch: AnyObject,
  { target, options }: PatchRule,
  host: Host,
): readonly Resource[] {
  const chosen = (resource: Resource): boolean =>
    target === undefined ? isNamedBy(resource, patch) : isTarget(resource, target);
  if (target === undefined && !resources.some(chosen)) {
    const id = resourceId(patch);
    throw new CommandError(
      `no resource matches strategic merge patch ${JSON.stringify(id)}: no matches for Id ${id}; failed to find unique target for patch ${id}`,
    );
  }
  return resources.flatMap((resource) => {
    if (!chosen(resource)) return [resource];
    if (patch['$patch'] === 'delete') return [];
    const { name, namespace } = resource.object.metadata;
    const schema = host.patchSchema(resource.object.apiVersion, resource.object.kind);
    const merged = mergeFields(resource.object, patch, schema) as AnyObject;
    if (options?.allowNameChange === true)
      return [renamed(changed(resource, merged), merged.metadata.name ?? '')];
    const { apiVersion, kind } = resource.object;
    return [changed(resource, withMetadata({ ...merged, apiVersion, kind }, { name, namespace }))];
  });
}

/** A patch without a target says itself what it is for. */
function isNamedBy({ object, names }: Resource, patch: AnyObject): boolean {
  return (
    object.kind === patch.kind &&
    groupOf(object.apiVersion) === groupOf(patch.apiVersion ?? '') &&
    names.includes(patch.metadata?.name ?? '') &&
    (patch.metadata?.namespace === undefined || patch.metadata.namespace === object.metadata.namespace)
  );
}

/** Every given part must fit; names are regular expressions for the whole word. */
function isTarget({ object, names }: Resource, target: PatchTarget): boolean {
  const whole = (pattern: string | undefined, words: readonly string[]): boolean =>
    (pattern ?? '') === '' || words.some((word) => new RegExp(`^(?:${pattern})$`).test(word));
  const { labels = {}, annotations = {}, namespace = '' } = object.metadata;
  return (
    whole(target.kind, [object.kind]) &&
    whole(target.group, [groupOf(object.apiVersion)]) &&
    whole(target.version, [object.apiVersion.split('/').at(-1) ?? '']) &&
    whole(target.name, names) &&
    whole(target.namespace, [namespace]) &&
    matches(parseSelector(target.labelSelector ?? ''), labels) &&
    matches(parseSelector(target.annotationSelector ?? ''), annotations)
  );
}

function withJsonPatch(resource: Resource, patch: readonly unknown[]): Resource {
  try {
    return changed(resource, applyJsonPatch(resource.object, patch) as AnyObject);
  } catch (error) {
    throw new CommandError(patchFault(error));
  }
}

/**
 * kustomize's merge: maps member by member, null removes, lists by their key where the kind has one; what a patch names
 * of such a list stands first, in the patch's order.
 */
function mergeFields(before: Fields, patch: Fields, schema: PatchSchema | undefined): Fields {
  if (patch['$patch'] === 'replace') return withoutDirective(patch);
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch') continue;
    const field = schema?.field(key);
    const now = before[key];
    if (value === null) delete result[key];
    else if (isFields(value) && value['$patch'] === 'delete') delete result[key];
    else if (isFields(value)) result[key] = mergeFields(isFields(now) ? now : {}, value, field?.schema);
    else if (Array.isArray(value) && Array.isArray(now) && field?.mergeKey !== undefined) {
      result[key] = mergeLists(now, value, field.mergeKey, field.schema);
    } else result[key] = value;
  }
  return result;
}

function mergeLists(
  before: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
  schema: PatchSchema | undefined,
): readonly unknown[] {
  if (patch.some((item) => isFields(item) && item['$patch'] === 'replace')) {
    return patch.filter((item) => !(isFields(item) && item['$patch'] === 'replace'));
  }
  const keyOf = (item: unknown): unknown => (isFields(item) ? item[mergeKey] : undefined);
  const merged = patch.flatMap((item): unknown[] => {
    if (!isFields(item) || item['$patch'] === 'delete') return [];
    const there = before.find((one) => keyOf(one) === keyOf(item));
    return [mergeFields(isFields(there) ? there : {}, item, schema)];
  });
  const named = new Set(patch.map(keyOf));
  return [...merged, ...before.filter((item) => !named.has(keyOf(item)))];
}

const withoutDirective = ({ $patch: _, ...rest }: Fields): Fields => rest;
