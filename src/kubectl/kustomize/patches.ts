import { join } from 'node:path';
import { type Fields, isFields } from '../../machinery/json.ts';
import { matches, parseSelector } from '../../machinery/labels.ts';
import { applyJsonPatch } from '../../machinery/patch/json-patch.ts';
import type { PatchSchema } from '../../machinery/patch/patch-schema.ts';
import { patchFault } from '../../machinery/patch/refusal.ts';
import { CommandError, type Context } from '../command.ts';
import { readDocuments } from '../resources/documents.ts';
import { type AnyObject, groupOf, withMetadata } from '../resources/object.ts';
import { kustomizeSchema } from '../resources/yaml-schema.ts';
import type { Kustomization, PatchRule, PatchTarget } from './kustomization.ts';
import { changed, type Resource, renamed } from './resource.ts';

type Host = Pick<Context, 'files' | 'patchSchema'>;

/** The resources with all patches of a kustomization applied, one patch after the other. */
export function patched(
  resources: readonly Resource[],
  kustomization: Kustomization,
  folder: string,
  host: Host,
): readonly Resource[] {
  const strategic = (kustomization.patchesStrategicMerge ?? []).map(
    (source): PatchRule => (/\n|: /.test(source) ? { patch: source } : { path: source }),
  );
  const rules = [...strategic, ...(kustomization.patches ?? []), ...(kustomization.patchesJson6902 ?? [])];
  return rules.reduce<readonly Resource[]>((found, rule) => applyRule(found, rule, folder, host), resources);
}

function applyRule(
  resources: readonly Resource[],
  rule: PatchRule,
  folder: string,
  host: Host,
): readonly Resource[] {
  const { values, fault } = readDocuments(sourceOf(rule, folder, host), kustomizeSchema);
  if (fault !== undefined)
    throw new CommandError(
      `unable to parse SM or JSON patch from [patch: ${JSON.stringify(rule.patch ?? '')}]`,
    );
  const [first] = values;
  if (Array.isArray(first)) {
    if (rule.target === undefined) throw new CommandError('must specify a target for JSON patch');
    const { target } = rule;
    return resources.map((resource) =>
      isTarget(resource, target) ? withJsonPatch(resource, first) : resource,
    );
  }
  return values.reduce<readonly Resource[]>(
    (found, patch) => (isFields(patch) ? applyStrategic(found, patch as AnyObject, rule, host) : found),
    resources,
  );
}

function sourceOf({ patch, path }: PatchRule, folder: string, { files }: Host): string {
  if (patch !== undefined && path !== undefined) {
    throw new CommandError(`patch and path can't be set at the same time`);
  }
  if (path === undefined) return patch ?? '';
  const file = join(folder, path);
  if (files.stat(file) === 'file') return files.read(file);
  throw new CommandError(
    `failed to get the patch file from path(${path}): evalsymlink failure on '${file}' : no such file or directory`,
  );
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
    const { metadata } = patch;
    const place = metadata?.namespace === undefined ? '[noNs]' : metadata.namespace;
    const [version, group = ''] = patch.apiVersion.split('/').reverse();
    const id = `${patch.kind}.${version}.${group === '' ? '[noGrp]' : group}/${metadata?.name ?? ''}.${place}`;
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
