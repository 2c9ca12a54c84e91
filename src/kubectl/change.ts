import { type Fields, inKeyOrder } from '../machinery/json.ts';
import { createMergePatch } from '../machinery/patch/merge-patch.ts';
import { type Connection, fetchObject } from './api.ts';
import type { Invocation } from './command.ts';
import type { DryRun } from './flag-groups.ts';
import { type Mapping, resourcePath } from './resources/mapper.ts';
import { type AnyObject, withMetadata } from './resources/object.ts';
import type { Validation } from './resources/request.ts';
import { type Info, infoPath, refuseName } from './resources/selection.ts';

/** How a change is sent. */
export interface ChangeOptions {
  readonly dryRun?: DryRun;
  readonly fieldManager?: string;
  readonly validation?: Validation;
  /** For apply patches: take over what others own. */
  readonly force?: boolean;
}

const PATCH_TYPES = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;
export type PatchType = keyof typeof PATCH_TYPES;
export const contentTypeOf = (type: PatchType): string => PATCH_TYPES[type];

function queryOf({ dryRun, fieldManager, validation }: ChangeOptions): Readonly<Record<string, string>> {
  return {
    ...(dryRun === 'server' ? { dryRun: 'All' } : {}),
    ...(fieldManager === undefined ? {} : { fieldManager }),
    ...(validation === undefined ? {} : { fieldValidation: validation }),
  };
}

/** Creates the object in its collection, keys in order: the server tells what it does not know in the body's order; a resource version in a manifest is of another object's life. */
export function createObject(
  connection: Connection,
  mapping: Mapping,
  namespace: string,
  object: AnyObject,
  options: ChangeOptions,
): Promise<AnyObject> {
  const path = resourcePath(mapping, namespace);
  const { resourceVersion: _, ...metadata } = object.metadata ?? {};
  return fetchObject<AnyObject>(connection, 'POST', path, {
    query: queryOf(options),
    body: inKeyOrder({ ...object, metadata }),
  });
}

/** Puts the object in the place of the one that is there. */
export function replaceObject(
  connection: Connection,
  info: Info,
  object: Fields,
  options: ChangeOptions,
): Promise<AnyObject> {
  return fetchObject<AnyObject>(connection, 'PUT', infoPath(info), {
    query: queryOf(options),
    body: inKeyOrder(object),
  });
}

export async function patchObject(
  connection: Connection,
  info: Info,
  type: PatchType,
  patch: unknown,
  options: ChangeOptions,
): Promise<AnyObject> {
  refuseName(info.name);
  return fetchObject<AnyObject>(connection, 'PATCH', infoPath(info), {
    query: {
      ...queryOf(options),
      ...(type === 'apply' && options.force !== undefined ? { force: String(options.force) } : {}),
    },
    contentType: PATCH_TYPES[type],
    body: patch,
  });
}

const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** What `--record` writes down; undefined when it was not asked for. */
export const changeCause = (record: boolean, invocation: Invocation): string | undefined =>
  record ? invocation.line : undefined;

/** The object with the command written down in it. */
export function withChangeCause(object: AnyObject, cause: string | undefined): AnyObject {
  if (cause === undefined) return object;
  return withMetadata(object, { annotations: { ...object.metadata.annotations, [CHANGE_CAUSE]: cause } });
}

/** Writes the command down in an object that has been changed already, as `scale` and `patch` do. */
export async function recordCause(
  connection: Connection,
  info: Info,
  object: AnyObject,
  cause: string | undefined,
  options: ChangeOptions,
): Promise<AnyObject> {
  if (cause === undefined) return object;
  const patch = createMergePatch(object, withChangeCause(object, cause));
  return patchObject(connection, { ...info, subresource: '' }, 'merge', patch, options);
}
