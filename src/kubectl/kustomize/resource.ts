import { compareText, isFields } from '../../machinery/json.ts';
import { CommandError } from '../command.ts';
import { type AnyObject, groupOf, withMetadata } from '../resources/object.ts';

/** An object on its way through the layers of kustomizations. */
export interface Resource {
  readonly object: AnyObject;
  /** Every name it has borne, the first one first: references and patches may use any of them. */
  readonly names: readonly string[];
  /** What kustomizations have put around its name, inner ones first. */
  readonly affixes: readonly string[];
  /** Whether a hash of its content goes behind its name in the end. */
  readonly hashed: boolean;
}

export function newResource(object: AnyObject, hashed = false): Resource {
  return { object: withMetadata(object, {}), names: [object.metadata?.name ?? ''], affixes: [], hashed };
}

/** `Deployment.v1.apps/web.[noNs]`. */
export function resourceId({ apiVersion = '', kind, metadata }: AnyObject): string {
  const group = groupOf(apiVersion) || '[noGrp]';
  return `${kind}.${apiVersion.split('/').at(-1)}.${group}/${metadata?.name ?? ''}.${metadata?.namespace ?? '[noNs]'}`;
}

/** Both together; refuses what stands for the same object twice. */
export function merged(
  all: readonly Resource[],
  more: readonly Resource[],
  head: string,
): readonly Resource[] {
  const seen = new Set(all.map(({ object }) => resourceId(object)));
  for (const { object } of more) {
    const id = resourceId(object);
    if (seen.has(id))
      throw new CommandError(`${head}may not add resource with an already registered id: ${id}`);
    seen.add(id);
  }
  return [...all, ...more];
}

/** What a document lacks to be a resource. */
export function resourceFault(value: unknown): string | undefined {
  if (!isFields(value) || !['apiVersion', 'kind', 'metadata'].some((field) => field in value)) {
    return 'missing Resource metadata';
  }
  const { apiVersion = '', kind = '' } = value;
  const metadata = isFields(value['metadata']) ? value['metadata'] : {};
  const missing = kind === '' ? 'kind' : (metadata['name'] ?? '') === '' ? 'metadata.name' : undefined;
  if (missing === undefined) return undefined;
  const { name = '', namespace = '', labels, annotations } = metadata;
  const shown = `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${goMap(labels)} ${goMap(annotations)}}}`;
  return `missing ${missing} in object ${shown}`;
}

function goMap(map: unknown): string {
  const pairs = isFields(map) ? Object.entries(map).toSorted(([a], [b]) => compareText(a, b)) : [];
  return `map[${pairs.map(([key, value]) => `${key}:${value}`).join(' ')}]`;
}

/** The resource under another name; the old ones are remembered. */
export function renamed(resource: Resource, name: string): Resource {
  if (name === resource.object.metadata.name) return resource;
  return { ...resource, object: withMetadata(resource.object, { name }), names: [...resource.names, name] };
}

export const changed = (resource: Resource, object: AnyObject): Resource => ({ ...resource, object });

/** `Deployment.apps`, `Service`: how the tables here name kinds. */
export function kindOf({ apiVersion, kind }: AnyObject): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}

/** Kinds without a namespace. */
const CLUSTER_SCOPED = new Set(
  (
    'Namespace Node PersistentVolume StorageClass.storage.k8s.io ClusterRole.rbac.authorization.k8s.io ' +
    'ClusterRoleBinding.rbac.authorization.k8s.io CustomResourceDefinition.apiextensions.k8s.io ' +
    'PriorityClass.scheduling.k8s.io IngressClass.networking.k8s.io RuntimeClass.node.k8s.io ' +
    'CSIDriver.storage.k8s.io CSINode.storage.k8s.io VolumeAttachment.storage.k8s.io ' +
    'MutatingWebhookConfiguration.admissionregistration.k8s.io ' +
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io APIService.apiregistration.k8s.io'
  ).split(' '),
);
export const isClusterScoped = (object: AnyObject): boolean => CLUSTER_SCOPED.has(kindOf(object));
