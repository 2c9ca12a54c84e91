import { encodeGoJson } from '../../machinery/go-json.ts';
import { seconds } from '../../machinery/instant.ts';
import { isFields } from '../../machinery/json.ts';
import { hasReason, isConflict, isNotFound } from '../../machinery/status.ts';
import { createObject, patchObject, withChangeCause } from '../change.ts';
import { CommandError, type Context } from '../command.ts';
import { asError, inFile } from '../errors.ts';
import type { AnyObject } from '../resources/object.ts';
import { type Info, kindString, resourceString, retrieve } from '../resources/selection.ts';
import { LAST_APPLIED, withLastApplied } from './last-applied.ts';
import { keepRecord, migrate } from './migration.ts';
import type { ApplyOptions } from './options.ts';
import { recreate } from './recreate.ts';
import { applyPatch } from './three-way-merge.ts';

/** What became of one object, and the object as the server has it now. */
export interface Applied {
  readonly object: AnyObject;
  readonly operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

/** Creates what is missing and patches what is there. */
export async function applyObject(info: Info, options: ApplyOptions, context: Context): Promise<Applied> {
  const manifest = withChangeCause(info.object as AnyObject, options.cause);
  const live = await liveObject(info, context);
  if (live === undefined) return create(info, manifest, options, context);
  if (options.dryRun === 'client') return { object: live, operation: 'configured' };
  warnIfNeverApplied(info, live, context);
  const { object, changed } = await patch(info, manifest, live, options, context);
  warnIfDeleting(object, context);
  return { object, operation: changed ? 'configured' : 'unchanged' };
}

async function liveObject(info: Info, context: Context): Promise<AnyObject | undefined> {
  try {
    return (await retrieve(context, info)).object;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw inFile(
      error,
      `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`,
      info.source,
    );
  }
}

async function create(
  info: Info,
  manifest: AnyObject,
  options: ApplyOptions,
  context: Context,
): Promise<Applied> {
  const object = withoutNulls(withLastApplied(manifest)) as AnyObject;
  if (options.dryRun === 'client') return { object, operation: 'created' };
  try {
    const created = await createObject(context, info.mapping, info.namespace, object, options);
    return { object: created, operation: 'created' };
  } catch (error) {
    throw inFile(error, 'creating', info.source);
  }
}

interface Patched {
  readonly object: AnyObject;
  readonly changed: boolean;
}

/** How often a patch is tried again after a conflict, and how long apart. */
const RETRIES = 5;
const BETWEEN_RETRIES = seconds(1);

async function patch(
  info: Info,
  manifest: AnyObject,
  live: AnyObject,
  options: ApplyOptions,
  context: Context,
): Promise<Patched> {
  let current = live;
  let sent: unknown;
  for (let tries = 0; ; tries++) {
    try {
      const made = applyPatch(manifest, current, context.patchSchema(manifest.apiVersion, manifest.kind));
      sent = made.patch;
      if (Object.keys(made.patch).length === 0) return { object: current, changed: false };
      const object = await patchObject(context, info, made.type, made.patch, options);
      return { object, changed: true };
    } catch (error) {
      if (isConflict(error) && tries < RETRIES) {
        if (tries > 0) await context.transport.pause(BETWEEN_RETRIES);
        current = (await retrieve(context, info)).object ?? current;
      } else if (options.force && (isConflict(error) || hasReason(error, 'Invalid'))) {
        return { object: await recreate(info, manifest, current, options, context), changed: true };
      } else throw patchError(error, info, sent);
    }
  }
}

function patchError(error: unknown, info: Info, sent: unknown): Error {
  const inner = inFile(error, 'patching', info.source);
  const bytes = sent === undefined ? '' : encodeGoJson(sent);
  return inFile(inner, `applying patch:\n${bytes}\nto:\n${infoText(info)}\nfor:`, info.source);
}

/** How kubectl names what it works on in longer errors. */
export function infoText({ mapping, name, namespace }: Info): string {
  const resource = JSON.stringify(resourceString(mapping));
  const place = `Name: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`;
  return `Resource: ${resource}, GroupVersionKind: ${JSON.stringify(kindString(mapping))}\n${place}`;
}

function warnIfNeverApplied({ mapping, name }: Info, live: AnyObject, { err }: Context): void {
  if (live.metadata.annotations?.[LAST_APPLIED] !== undefined) return;
  err.line(
    `Warning: resource ${mapping.resource}/${name} is missing the ${LAST_APPLIED} annotation which is required by ` +
      'kubectl apply. kubectl apply should only be used on resources created declaratively by either ' +
      'kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.',
  );
}

export function warnIfDeleting({ metadata }: AnyObject, { err }: Context): void {
  if (metadata.deletionTimestamp === undefined) return;
  err.line(`Warning: Detected changes to resource ${metadata.name ?? ''} which is currently being deleted.`);
}

/** `null` in a manifest means "not set": it is not sent when an object is made. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutNulls(member)]));
}

/** `apply --server-side`: the server merges, by who owns which field. */
export async function applyOnServer(info: Info, options: ApplyOptions, context: Context): Promise<Applied> {
  const body = withChangeCause(info.object as AnyObject, options.cause);
  const place = { ...info, subresource: options.subresource };
  try {
    const send = (): Promise<AnyObject> =>
      patchObject(context, place, 'apply', body, { ...options, force: options.forceConflicts });
    const object = await takenOver(info, await send(), send, options, context);
    warnIfDeleting(object, context);
    return { object, operation: 'serverside-applied' };
  } catch (error) {
    if (isConflict(error)) throw new CommandError(`${asError(error).message}\n${CONFLICT_ADVICE}`);
    if (hasReason(error, 'UnsupportedMediaType')) {
      throw new CommandError(`Server-side apply not available on the server: (${asError(error).message})`);
    }
    throw error;
  }
}

/** What client-side apply owned becomes the applier's. None of it is fatal: the next apply tries again. */
async function takenOver(
  info: Info,
  object: AnyObject,
  send: () => Promise<AnyObject>,
  options: ApplyOptions,
  context: Context,
): Promise<AnyObject> {
  const tell = (what: string, error: unknown): void => {
    const later = 'This is non-fatal and will be retried next time you apply.';
    context.err.line(`Warning: ${what}. ${later} Error: ${asError(error).message}`);
  };
  let current = object;
  try {
    current = await keepRecord(info, object, options, context);
  } catch (error) {
    tell(`failed to migrate ${LAST_APPLIED} for Server-Side Apply`, error);
    return object;
  }
  try {
    const moved = await migrate(info, current, options, context);
    if (moved === undefined) return current;
    current = moved;
  } catch (error) {
    tell('server rejected managed fields migration to Server-Side Apply', error);
    return current;
  }
  try {
    return await send();
  } catch (error) {
    tell('failed to re-apply configuration after performing Server-Side Apply migration', error);
    return current;
  }
}

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
