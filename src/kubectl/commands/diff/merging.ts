import { isNotFound } from '../../../machinery/status.ts';
import { withoutLastApplied } from '../../apply/last-applied.ts';
import { threeWayPatch } from '../../apply/three-way-merge.ts';
import { createObject, patchObject } from '../../change.ts';
import type { Context } from '../../command.ts';
import { type AnyObject, withMetadata } from '../../resources/object.ts';
import type { FileOptions } from '../../resources/request.ts';
import { type Info, retrieve } from '../../resources/selection.ts';

/** What `diff` was asked for. */
export interface DiffOptions {
  readonly path: string;
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly selector: string;
  readonly serverSide: boolean;
  readonly forceConflicts: boolean;
  readonly fieldManager: string;
  readonly showManagedFields: boolean;
  readonly prune: boolean;
  readonly pruneAllowlist: readonly string[];
}

/** The object as it is now; undefined when it would be made anew. */
export async function liveObject(info: Info, context: Context): Promise<AnyObject | undefined> {
  try {
    return (await retrieve(context, info)).object;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The object as it would be: the server merges, and keeps nothing of it. `insist` refuses a change in between. */
export async function mergedObject(
  info: Info,
  manifest: AnyObject,
  insist: boolean,
  { serverSide, fieldManager, forceConflicts }: DiffOptions,
  context: Context,
): Promise<AnyObject> {
  const options = { dryRun: 'server', fieldManager } as const;
  if (serverSide) return patchObject(context, info, 'apply', manifest, { ...options, force: forceConflicts });
  const live = info.object;
  if (live === undefined) return createObject(context, info.mapping, info.namespace, manifest, options);
  const schema = context.patchSchema(manifest.apiVersion, manifest.kind);
  const { type, patch } = threeWayPatch(withoutLastApplied(manifest), live, schema);
  if (Object.keys(patch).length === 0) return live;
  const { resourceVersion } = live.metadata;
  const sent = insist ? withMetadata(patch as AnyObject, { resourceVersion }) : patch;
  return patchObject(context, info, type, sent, options);
}
