import type { Time } from './instant.ts';

export type Uid = string & { readonly __unit: 'uid' };

/** Which object of a kind: namespace '' means cluster-scoped. */
export interface Ref {
  readonly namespace: string;
  readonly name: string;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: Uid;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly time?: Time;
  readonly fieldsType?: string;
  readonly fieldsV1?: unknown;
  readonly subresource?: string;
}

/** metadata exactly as the API carries it: what is empty is absent. */
export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid: Uid;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: Time;
  readonly deletionTimestamp?: Time;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** An object as it is stored and as it travels: plain JSON, never changed in place. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** What a creator may leave to the API server: identity it assigns, fields it defaults. */
export type Draft<T extends KubeObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly metadata: Partial<ObjectMeta>;
};

export function refOf(object: KubeObject): Ref {
  return { namespace: object.metadata.namespace ?? '', name: object.metadata.name };
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** The owner that manages the object, if it has one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** An object of which no more is known than how it is named: events may be about it. */
export function namedOnly(
  kind: { readonly apiVersion: string; readonly kind: string },
  ref: Ref,
  uid = '',
): KubeObject {
  const { namespace, name } = ref;
  const metadata: ObjectMeta = {
    name,
    ...(namespace === '' ? {} : { namespace }),
    uid: uid as Uid,
    resourceVersion: '',
    creationTimestamp: '' as Time,
  };
  return { ...kind, metadata };
}
