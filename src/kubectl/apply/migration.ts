import { equalJson } from '../../machinery/json.ts';
import { hasPath, readSet, union } from '../../machinery/managed-fields/field-set.ts';
import { fieldElement } from '../../machinery/managed-fields/path-element.ts';
import type { ManagedFieldsEntry } from '../../machinery/object-meta.ts';
import { isConflict } from '../../machinery/status.ts';
import { patchObject } from '../change.ts';
import type { Context } from '../command.ts';
import type { AnyObject } from '../resources/object.ts';
import { type Info, retrieve } from '../resources/selection.ts';
import { LAST_APPLIED } from './last-applied.ts';
import type { ApplyOptions } from './options.ts';

type Entries = readonly ManagedFieldsEntry[];

const LAST_APPLIED_PATH = ['metadata', 'annotations', LAST_APPLIED].map(fieldElement);
/** The manager that keeps the annotation from being orphaned when its fields change hands. */
const KEEPER = 'kubectl-last-applied';
const KUBECTL = 'kubectl';
const TRIES = 5;

/** Who owns the record of client-side apply. */
const ownersOfRecord = (entries: Entries, operation: ManagedFieldsEntry['operation']): Entries =>
  entries.filter(
    (entry) => entry.operation === operation && hasPath(readSet(entry.fieldsV1), LAST_APPLIED_PATH),
  );

const entriesOf = (object: AnyObject): Entries =>
  (object.metadata as { readonly managedFields?: Entries }).managedFields ?? [];

/** Has the record owned by an apply, so that the next one does not take it away. Returns the object as it is then. */
export async function keepRecord(
  info: Info,
  object: AnyObject,
  options: ApplyOptions,
  context: Context,
): Promise<AnyObject> {
  const record = object.metadata.annotations?.[LAST_APPLIED];
  if (options.fieldManager !== KUBECTL || record === undefined) return object;
  if (ownersOfRecord(entriesOf(object), 'Apply').length > 0) return object;
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const place = { name, ...(namespace === undefined ? {} : { namespace }) };
  const annotated = { apiVersion, kind, metadata: { ...place, annotations: { [LAST_APPLIED]: record } } };
  return patchObject(context, info, 'apply', annotated, {
    dryRun: options.dryRun,
    validation: options.validation,
    fieldManager: KEEPER,
  });
}

/** Makes those who applied on the client's side one with the server-side applier. Undefined where there is none. */
export async function migrate(
  info: Info,
  object: AnyObject,
  options: ApplyOptions,
  context: Context,
): Promise<AnyObject | undefined> {
  const managers = new Set(ownersOfRecord(entriesOf(object), 'Update').map(({ manager }) => manager ?? ''));
  let current = object;
  for (let tries = 1; ; tries++) {
    const before = entriesOf(current);
    const after = migrated(before, managers, options.fieldManager);
    if (equalJson(before, after)) return undefined;
    const patch = [
      { op: 'replace', path: '/metadata/managedFields', value: after },
      { op: 'replace', path: '/metadata/resourceVersion', value: current.metadata.resourceVersion },
    ];
    try {
      const { dryRun, fieldManager, validation } = options;
      return await patchObject(context, info, 'json', patch, { dryRun, fieldManager, validation });
    } catch (error) {
      if (!isConflict(error) || tries === TRIES) throw error;
      current = (await retrieve(context, info)).object ?? current;
    }
  }
}

/** The entries with all that these managers have updated given to one applier. */
export function migrated(entries: Entries, managers: Iterable<string>, applier: string): Entries {
  let result = entries;
  for (const manager of managers) result = withoutUpdater(result, manager, applier);
  return result;
}

function withoutUpdater(entries: Entries, manager: string, applier: string): Entries {
  const isMain = ({ subresource }: ManagedFieldsEntry): boolean => !subresource;
  const isUpdater = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === manager && entry.operation === 'Update' && isMain(entry);
  const target =
    entries.find((entry) => entry.manager === applier && entry.operation === 'Apply' && isMain(entry)) ??
    entries.find(isUpdater);
  if (target === undefined) return entries;
  // What becomes the applier is no updater any more: only what another one of the same version owns is added.
  const other = entries.find(
    (entry) => entry !== target && isUpdater(entry) && entry.apiVersion === target.apiVersion,
  );
  const fieldsV1 = union(readSet(target.fieldsV1), readSet(other?.fieldsV1)) ?? {};
  const applied: ManagedFieldsEntry = { ...target, manager: applier, operation: 'Apply', fieldsV1 };
  return entries.map((entry) => (entry === target ? applied : entry)).filter((entry) => !isUpdater(entry));
}
