import { timeOf } from '../../machinery/instant.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import { applyConfig } from '../../machinery/managed-fields/apply.ts';
import { hasPath } from '../../machinery/managed-fields/field-set.ts';
import type { MaybeSet } from '../../machinery/managed-fields/field-tree.ts';
import type { Managed } from '../../machinery/managed-fields/managers.ts';
import type { MergeSchema } from '../../machinery/managed-fields/merge-schema.ts';
import { configFaults } from '../../machinery/managed-fields/validate.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/object-meta.ts';
import { badRequest, failure } from '../../machinery/status.ts';
import { applyConflict, type Conflict, conflictsIn } from './conflict.ts';
import {
  type Entries,
  identityOf,
  inOrder,
  mergeSchemaFor,
  setOf,
  type Tracked,
  type Writer,
  withSet,
} from './entries.ts';
import { ignoredFields } from './ignored.ts';
import { KUBECTL, setByClientSideApply, withLastAppliedInStep } from './last-applied.ts';
import type { Write } from './taken.ts';
import { managedByCreate } from './update.ts';

/** A configuration and who applies it. */
export interface Application extends Write {
  readonly config: unknown;
  readonly force: boolean;
}

/** The object as it is to be, not decoded yet, and who then owns what. */
export interface Merged {
  readonly object: unknown;
  readonly entries: Entries;
}

/** Tracks objects that nobody has tracked yet from the first apply on. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/** Server-side apply: merges a configuration into the object, or into nothing. Throws Conflict, unless forced. */
export function mergeApplied(kind: Tracked, live: KubeObject | undefined, application: Application): Merged {
  const { manager } = application;
  const config = checkedConfig(kind, application.config);
  const tracked = live === undefined ? undefined : trackedSinceNow(kind, live, application);
  const schema = mergeSchemaFor(kind);
  const ignored = ignoredFields(kind, application.subresource);
  const entries = tracked?.metadata.managedFields ?? [];
  const place = { kind, schema, ignored, live: tracked };
  const result = applied(place, entries, config, application);
  if (manager !== KUBECTL) return result;
  return { ...result, object: withLastAppliedInStep(result.object as KubeObject, config) };
}

function trackedSinceNow(kind: Tracked, live: KubeObject, write: Write): KubeObject {
  if ((live.metadata.managedFields?.length ?? 0) > 0) return live;
  return managedByCreate(kind, live, { ...write, manager: BEFORE_FIRST_APPLY });
}

function checkedConfig(kind: Tracked, config: unknown): Fields {
  if (!isFields(config)) throw badRequest('error decoding YAML: error unmarshaling JSON');
  const told = `${groupVersionKind(String(config['apiVersion'] ?? ''))}${String(config['kind'] ?? '')}`;
  const expected = groupVersionKind(kind.group === '' ? kind.version : `${kind.group}/${kind.version}`);
  if (told !== `${expected}${kind.kind}`) throw badRequest(`invalid object type: ${told}`);
  const metadata = isFields(config['metadata']) ? config['metadata'] : {};
  if (metadata['managedFields'] !== undefined && metadata['managedFields'] !== null)
    throw badRequest('metadata.managedFields must be nil');
  const faults = configFaults(mergeSchemaFor(kind), config);
  if (faults !== undefined) {
    const name = `${String(metadata['namespace'] ?? '')}/${String(metadata['name'] ?? '')}`;
    throw failure(500, '', `failed to create typed patch object (${name}; ${told}): ${faults}`);
  }
  return config;
}

/** `apps/v1, Kind=`, and of the core group `/v1, Kind=`. */
const groupVersionKind = (apiVersion: string): string =>
  `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=`;

interface Place {
  readonly kind: Tracked;
  readonly schema: MergeSchema;
  readonly ignored: Parameters<typeof applyConfig>[0]['ignored'];
  readonly live: KubeObject | undefined;
}

function applied(place: Place, entries: Entries, config: Fields, application: Application): Merged {
  const { manager, subresource, force } = application;
  const { live, schema, ignored } = place;
  const writer: Writer = {
    manager,
    operation: 'Apply',
    apiVersion: String(config['apiVersion']),
    ...(subresource === undefined ? {} : { subresource }),
  };
  const identity = identityOf(writer);
  const managers = new Map<string, Managed>(
    entries.map((entry) => [identityOf(entry), { set: setOf(entry), applied: entry.operation === 'Apply' }]),
  );
  const outcome = applyConfig({
    schema,
    ignored,
    config,
    managers,
    force,
    manager: identity,
    live: live ?? {},
  });
  if ('conflicts' in outcome) {
    const conflicts = conflictsIn(
      outcome.conflicts,
      (one) => entries.find((entry) => identityOf(entry) === one) ?? {},
    );
    refuseUnlessOurs(schema, live, conflicts, manager);
    return applied(place, entries, config, { ...application, force: true });
  }
  const changed = outcome.changed || live === undefined;
  return {
    object: changed ? outcome.object : live,
    entries: entriesOf(entries, outcome.managers, writer, changed ? application : undefined),
  };
}

/** Conflicts with what the same kubectl has set by client-side apply are none. */
function refuseUnlessOurs(
  schema: MergeSchema,
  live: KubeObject | undefined,
  conflicts: readonly Conflict[],
  manager: string,
): void {
  const ours: MaybeSet =
    manager === KUBECTL && live !== undefined ? setByClientSideApply(schema, live) : undefined;
  if (ours === undefined) throw applyConflict(conflicts);
  const left = conflicts.filter(({ path }) => !hasPath(ours, path));
  if (left.length > 0) throw applyConflict(left);
}

/** Entries of the managers there are now. Only who has changed the object gets another time. */
function entriesOf(
  before: Entries,
  managers: ReadonlyMap<string, Managed>,
  writer: Writer,
  at: Write | undefined,
): Entries {
  const identity = identityOf(writer);
  const entries: ManagedFieldsEntry[] = [];
  let time: ManagedFieldsEntry['time'];
  for (const entry of before) {
    const one = identityOf(entry);
    if (one === identity) time = entry.time;
    else if (managers.has(one)) entries.push(withSet(entry, managers.get(one)?.set));
  }
  const mine = managers.get(identity)?.set;
  if (mine === undefined) return inOrder(entries);
  const { subresource, ...rest } = writer;
  const moved = at === undefined ? time : timeOf(at.now);
  entries.push({
    ...rest,
    ...(moved === undefined ? {} : { time: moved }),
    fieldsType: 'FieldsV1',
    fieldsV1: mine,
    ...(subresource === undefined ? {} : { subresource }),
  });
  return inOrder(entries);
}
