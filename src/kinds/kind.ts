import type { FieldError } from '../machinery/field-path.ts';
import type { Instant, Time } from '../machinery/instant.ts';
import type { Fields } from '../machinery/json.ts';
import type { MergeSchema } from '../machinery/managed-fields/merge-schema.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';
import type { Pod, PodTemplateSpec } from './core/pod/types.ts';
import type { Workloads } from './metrics/usage.ts';
import type { Decoded } from './schema/decode.ts';

/** One column of the Table that the API server renders for `get`. Wide columns have priority 1. */
export interface Column<T> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  readonly wide?: true;
  /** Of a wide column, where it is not 1. */
  readonly priority?: number;
  readonly cell: (object: T, now: Instant) => string | number | boolean | null;
}

/** A condition of a Table's row: `get` dims or hides rows that are Completed. */
export interface RowCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** The scale sub-resource: what `kubectl scale` and autoscalers read and write. */
export interface ScaleFace<T> {
  readonly replicas: (object: T) => number;
  readonly withReplicas: (object: T, replicas: number) => T;
  readonly statusReplicas: (object: T) => number;
  /** status.selector as text, `app=web,tier in (a,b)`. */
  readonly selector: (object: T) => string;
}

/** What a reading may depend on beside the object. */
export interface Reading {
  readonly now: Instant;
  readonly find: <T extends KubeObject>(kind: Kind<T>, ref: Ref) => T | undefined;
}

/** What the objects of a kind that nobody stores are computed from. */
export interface View extends Reading {
  readonly list: <T extends KubeObject>(kind: Kind<T>, namespace: string) => readonly T[];
  readonly podsOn: (node: string) => readonly Pod[];
  readonly workloads: Workloads;
}

/** What clients may ask of a collection and its objects, in the order of discovery. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** Who makes an object. */
export interface Creator {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** What the field tree tells of built-in kinds, told by a kind that is not in it. */
export interface OwnSchema {
  readonly decode: (raw: Fields) => Decoded;
  /** How server-side apply takes the objects. */
  readonly merge: MergeSchema;
  /** As OpenAPI describes the objects. */
  readonly published: () => Fields;
}

/** How a part of an object is written by a path of its own: `/approval`, `/ephemeralcontainers`. */
export interface PartUpdate<T> {
  /** The stored object with this part, and the managedFields, taken from the one that was sent. */
  readonly prepare: (object: T, before: T, now: Time) => T;
  readonly validate: (object: T, before: T) => readonly FieldError[];
}

/** Another version, or another group, in which objects of a kind are served. */
export interface Face<T extends KubeObject> {
  /** The kind as it is stored. */
  readonly of: Kind<T>;
  readonly shown: (stored: T) => KubeObject;
  readonly stored: (shown: KubeObject) => KubeObject;
}

/** All that the API server knows about one kind. Every function is pure. */
export interface Kind<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly categories: readonly string[];
  readonly subresources: readonly ('status' | 'scale' | 'token' | 'finalize' | 'proxy')[];
  /** Name of the schema type the body is decoded with: `io.k8s.api.apps.v1.Deployment`-like Go name, e.g. `apps/v1.Deployment`. */
  readonly schema: string;
  /** Fills in what the manifest left out (SetDefaults_*). The input is strictly decoded. */
  readonly defaults: (object: T) => T;
  /** What a creator may not set, and what the strategy sets itself (status dropped, Pending phase ...). */
  readonly prepareForCreate: (object: T) => T;
  /** What an update may not change silently: by default the stored status is kept. */
  readonly prepareForUpdate: (object: T, before: T) => T;
  /** What a write to /status may not change: by default spec and most of metadata are kept. */
  readonly prepareForStatusUpdate: (object: T, before: T) => T;
  /** Paths beside `spec` that a write to /status does not come to own, since it does not change them. */
  readonly keptByStatus?: readonly (readonly string[])[] | undefined;
  /** Every fault of the object, collected. Metadata is validated by the server itself with {@link nameRule}. */
  readonly validate: (object: T) => readonly FieldError[];
  /** Every fault of the change. The server adds ValidateObjectMetaUpdate; this includes validate() of the new object where upstream does. */
  readonly validateUpdate: (object: T, before: T) => readonly FieldError[];
  readonly validateStatusUpdate: (object: T, before: T) => readonly FieldError[];
  /** How metadata.name is checked; returns the texts of what is wrong (`machinery/names.ts` has the rules). */
  readonly nameRule: (name: string, generated: boolean) => readonly string[];
  /** Texts for the Warning header. `before` is absent on create. */
  readonly warnings: (object: T, before?: T) => readonly string[];
  /** Whether the update raises metadata.generation (default: spec changed). `undefined` = the kind has no generation. */
  readonly raisesGeneration: ((object: T, before: T) => boolean) | undefined;
  readonly columns: readonly Column<T>[];
  /** The order of a Table's rows, where it is not that of the names. */
  readonly rowOrder?: ((a: T, b: T) => number) | undefined;
  /** Conditions of the object's row in a Table. */
  readonly rowConditions?: ((object: T) => readonly RowCondition[]) | undefined;
  /** Fields that `--field-selector` may name beside metadata.name and metadata.namespace. */
  readonly selectableFields: Readonly<Record<string, (object: T) => string>>;
  /** Seconds an object lives on after DELETE when it is deleted gracefully (Pod); undefined = gone at once. `requested` is what the request asked for. */
  readonly gracePeriodSeconds?: ((object: T, requested?: number) => number | undefined) | undefined;
  /** What holds a deleted object beside metadata.finalizers (Namespace: spec.finalizers). */
  readonly heldBy?: ((object: T) => readonly string[]) | undefined;
  /** How the object changes when its deletion begins (Namespace: phase Terminating). */
  readonly whenDeleted?: ((object: T) => T) | undefined;
  /** What DELETE does to dependants when the request does not say (Job, ReplicationController: Orphan). */
  readonly propagation?: 'Background' | 'Orphan' | undefined;
  /** The group that refusals of an object name, where it is not the kind's own (Ingress came from `extensions`). */
  readonly schemeGroup?: string | undefined;
  /** Texts of Warning headers on every read of the kind (v1 Endpoints). */
  readonly deprecation?: string | undefined;
  /** The object as it is read at a time, where something in it goes on without being written (heartbeats). */
  readonly asRead?: ((object: T, reading: Reading) => T) | undefined;
  /** What a user sends, without what was only read: the opposite of {@link asRead}. */
  readonly asWritten?: ((object: T, before: T) => T) | undefined;
  /** An update has to say which version of the object it replaces (AllowUnconditionalUpdate). */
  readonly unconditionalUpdate?: false | undefined;
  /** What may be asked where that is not everything. */
  readonly verbs?: readonly Verb[] | undefined;
  /** The object with what it says of its maker, who is known when a client makes it. */
  readonly createdBy?: ((object: T, creator: Creator) => T) | undefined;
  /** Sub-resources beside `status` and `scale` that write a part of the object. */
  readonly parts?: Readonly<Record<string, PartUpdate<T>>> | undefined;
  /** The objects of a kind that nobody stores: those of a namespace, or all. */
  readonly computed?: ((view: View, namespace: string) => readonly T[]) | undefined;
  /** What a refusal calls an object that is not there, where that is not the plural and the name. */
  readonly missing?: { readonly plural: string } | undefined;
  /** Every apiVersion in which the objects are served, where there are several. */
  readonly apiVersions?: readonly string[] | undefined;
  readonly ownSchema?: OwnSchema | undefined;
  /** Here the kind is not served as it is stored: every function above takes the stored form all the same. */
  readonly face?: Face<T> | undefined;
  /** Capabilities: shared code asks for them, never for the kind. */
  readonly podTemplate?: ((object: T) => PodTemplateSpec | undefined) | undefined;
  readonly scale?: ScaleFace<T> | undefined;
}

/** What a kind's file writes down; the rest is filled in by {@link defineKind}. */
export type KindDefinition<T extends KubeObject> = Pick<
  Kind<T>,
  'group' | 'version' | 'kind' | 'plural' | 'scope' | 'columns'
> &
  Partial<Kind<T>>;

interface WithSpecAndStatus {
  readonly spec?: unknown;
  readonly status?: unknown;
}

function withoutStatus<T extends KubeObject>(object: T): T {
  if ((object as T & WithSpecAndStatus).status === undefined) return object;
  const { status: _, ...rest } = object as T & WithSpecAndStatus;
  return rest as unknown as T;
}

function keepStatus<T extends KubeObject>(object: T, before: T): T {
  const { status } = before as T & WithSpecAndStatus;
  return status === undefined ? withoutStatus(object) : { ...object, status };
}

/** Status and metadata are taken; all else stays (most status strategies only put the stored spec back). */
function onlyStatus<T extends KubeObject>(object: T, before: T): T {
  const { status } = object as T & WithSpecAndStatus;
  const { metadata } = object;
  return status === undefined ? { ...withoutStatus(before), metadata } : { ...before, metadata, status };
}

const schemaName = (group: string, version: string, kind: string): string =>
  `${group === '' ? 'core' : group}/${version}.${kind}`;

export function defineKind<T extends KubeObject>(definition: KindDefinition<T>): Kind<T> {
  const hasStatus = definition.subresources?.includes('status') ?? false;
  return {
    singular: definition.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    subresources: [],
    schema: schemaName(definition.group, definition.version, definition.kind),
    defaults: (object) => object,
    prepareForCreate: hasStatus ? withoutStatus : (object) => object,
    prepareForUpdate: hasStatus ? keepStatus : (object) => object,
    prepareForStatusUpdate: onlyStatus,
    validate: () => [],
    validateUpdate: definition.validate === undefined ? () => [] : definition.validate,
    validateStatusUpdate: () => [],
    nameRule: () => [],
    warnings: () => [],
    raisesGeneration: undefined,
    selectableFields: {},
    ...definition,
  };
}

/** A kind in another version or group: what differs is written down, the rest is the stored kind's. */
export function defineFace<T extends KubeObject>(
  of: Kind<T>,
  { shown, stored, ...rest }: Partial<Kind<T>> & Pick<Face<T>, 'shown' | 'stored'>,
): Kind<T> {
  const { group, version, kind } = { ...of, ...rest };
  return { ...of, schema: schemaName(group, version, kind), ...rest, face: { of, shown, stored } };
}

/** The list kinds live in: the element type is erased here and nowhere else. */
// biome-ignore lint/suspicious/noExplicitAny: one erasure point for all kinds
export type AnyKind = Kind<any>;

/** A kind without the type of its objects, for code that serves them all. */
export function erased<T extends KubeObject>(kind: Kind<T>): Kind {
  return kind as unknown as Kind;
}
