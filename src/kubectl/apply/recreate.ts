import { createObject } from '../change.ts';
import { CommandError, type Context } from '../command.ts';
import { deleteObject, deletionDeadline, pollUntilGone } from '../deletion.ts';
import { asError } from '../errors.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';
import { withLastApplied } from './last-applied.ts';
import type { ApplyOptions } from './options.ts';

/** `--force`: what cannot be patched is deleted and made anew; if that fails the old object is put back. */
export async function recreate(
  info: Info,
  manifest: AnyObject,
  original: AnyObject,
  options: ApplyOptions,
  context: Context,
): Promise<AnyObject> {
  await deleteObject(context, info, options);
  const deadline = deletionDeadline(context, options.timeout);
  await pollUntilGone(context, info, deadline, 'timed out waiting for the condition');
  try {
    return await createObject(context, info.mapping, info.namespace, withLastApplied(manifest), options);
  } catch (error) {
    await putBack(info, original, asError(error), options, context);
    throw error;
  }
}

async function putBack(
  info: Info,
  original: AnyObject,
  why: Error,
  options: ApplyOptions,
  context: Context,
): Promise<void> {
  try {
    await createObject(context, info.mapping, info.namespace, original, options);
  } catch (second) {
    throw new CommandError(
      'An error occurred force-replacing the existing object with the newly provided one:\n\n' +
        `${why.message}.\n\nAdditionally, an error occurred attempting to restore the original object:\n\n` +
        asError(second).message,
    );
  }
}
