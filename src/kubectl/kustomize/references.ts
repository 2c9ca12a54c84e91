import { isDeepStrictEqual } from 'node:util';
import { isFields } from '../../machinery/json.ts';
import type { AnyObject } from '../resources/object.ts';
import { editAt } from './edit.ts';
import { changed, isClusterScoped, kindOf, type Resource } from './resource.ts';

/** Where each kind is named by others, inside a pod's spec. */
const IN_PODS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: [
    'volumes[]/configMap/name',
    'volumes[]/projected/sources[]/configMap/name',
    ...inContainers('env[]/valueFrom/configMapKeyRef/name', 'envFrom[]/configMapRef/name'),
  ],
  Secret: [
    'volumes[]/secret/secretName',
    'volumes[]/projected/sources[]/secret/name',
    'imagePullSecrets[]/name',
    ...inContainers('env[]/valueFrom/secretKeyRef/name', 'envFrom[]/secretRef/name'),
  ],
  PersistentVolumeClaim: ['volumes[]/persistentVolumeClaim/claimName'],
  ServiceAccount: ['serviceAccountName'],
  'PriorityClass.scheduling.k8s.io': ['priorityClassName'],
};

function inContainers(...paths: readonly string[]): readonly string[] {
  return ['containers[]', 'initContainers[]'].flatMap((list) => paths.map((path) => `${list}/${path}`));
}

const POD_SPECS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  ReplicationController: 'spec/template/spec',
  'Deployment.apps': 'spec/template/spec',
  'ReplicaSet.apps': 'spec/template/spec',
  'DaemonSet.apps': 'spec/template/spec',
  'StatefulSet.apps': 'spec/template/spec',
  'Job.batch': 'spec/template/spec',
  'CronJob.batch': 'spec/jobTemplate/spec/template/spec',
};

/** References outside pods: from kind, to kind, place. */
const OTHERS: readonly (readonly [from: string, to: string, path: string])[] = [
  ['StatefulSet.apps', 'Service', 'spec/serviceName'],
  ['Ingress.networking.k8s.io', 'Service', 'spec/rules[]/http/paths[]/backend/service/name'],
  ['Ingress.networking.k8s.io', 'Service', 'spec/defaultBackend/service/name'],
  ['Ingress.networking.k8s.io', 'Secret', 'spec/tls[]/secretName'],
  ['Ingress.networking.k8s.io', 'IngressClass.networking.k8s.io', 'spec/ingressClassName'],
  ['ServiceAccount', 'Secret', 'imagePullSecrets[]/name'],
  ['ServiceAccount', 'Secret', 'secrets[]/name'],
  ['PersistentVolumeClaim', 'PersistentVolume', 'spec/volumeName'],
  ['PersistentVolumeClaim', 'StorageClass.storage.k8s.io', 'spec/storageClassName'],
];

/** The resources with references to renamed ones brought up to date. */
export function withReferences(resources: readonly Resource[]): readonly Resource[] {
  const find = finder(resources);
  return resources.map((resource) => changed(resource, updated(resource, find)));
}

/** The resource of a kind that once bore a name, seen from another one. */
type Find = (kind: string, name: string, from: Resource) => AnyObject | undefined;

function finder(resources: readonly Resource[]): Find {
  return (kind, name, from) => {
    const named = resources.filter(
      ({ object, names }) =>
        kindOf(object) === kind &&
        names.includes(name) &&
        (isClusterScoped(object) ||
          object.metadata.namespace === from.object.metadata.namespace ||
          isClusterScoped(from.object)),
    );
    const together = named.filter(({ affixes }) => isDeepStrictEqual(affixes, from.affixes));
    const near = together.length > 0 ? together : named;
    return (near.find(({ object }) => object.metadata.name === name) ?? near[0])?.object;
  };
}

function updated(resource: Resource, find: Find): AnyObject {
  const { object } = resource;
  const kind = kindOf(object);
  const pods = POD_SPECS[kind];
  const inPods =
    pods === undefined
      ? []
      : Object.entries(IN_PODS).flatMap(([to, paths]) =>
          paths.map((path) => [to, `${pods}/${path}`] as const),
        );
  const others = OTHERS.filter(([from]) => from === kind).map(([, to, path]) => [to, path] as const);
  const plain = [...inPods, ...others].reduce(
    (edited, [to, path]) =>
      editAt(edited, path, 'leave', (name) =>
        typeof name === 'string' ? (find(to, name, resource)?.metadata.name ?? name) : name,
      ),
    object,
  );
  return withTypedReferences(changed(resource, plain), find);
}

const TYPED = ['spec/scaleTargetRef', 'roleRef'];

/** References that say themselves what kind they lead to. */
function withTypedReferences(resource: Resource, find: Find): AnyObject {
  const pointed = TYPED.reduce(
    (edited, path) => editAt(edited, path, 'leave', (ref) => pointedTo(ref, resource, find)),
    resource.object,
  );
  return withSubjects(changed(resource, pointed), find);
}

function pointedTo(ref: unknown, from: Resource, find: Find): unknown {
  if (!isFields(ref) || typeof ref['name'] !== 'string' || typeof ref['kind'] !== 'string') return ref;
  const group =
    typeof ref['apiGroup'] === 'string'
      ? ref['apiGroup']
      : String(ref['apiVersion'] ?? '').replace(/\/?[^/]*$/, '');
  const target = find(group === '' ? ref['kind'] : `${ref['kind']}.${group}`, ref['name'], from);
  return target === undefined ? ref : { ...ref, name: target.metadata.name };
}

/** Service accounts among the subjects of a binding follow theirs to another namespace, too. */
function withSubjects(resource: Resource, find: Find): AnyObject {
  const { object } = resource;
  const subjects = object['subjects'];
  if (!Array.isArray(subjects)) return object;
  const moved = subjects.map((subject: unknown) => {
    if (!isFields(subject) || subject['kind'] !== 'ServiceAccount' || typeof subject['name'] !== 'string')
      return subject;
    const account = find('ServiceAccount', subject['name'], resource);
    if (account === undefined) return subject;
    const { name, namespace } = account.metadata;
    return { ...subject, name, ...(namespace === undefined ? {} : { namespace }) };
  });
  return { ...object, subjects: moved };
}
