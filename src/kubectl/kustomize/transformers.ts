import { isFields } from '../../machinery/json.ts';
import { CommandError } from '../command.ts';
import { type AnyObject, withMetadata } from '../resources/object.ts';
import { adding, editAt, everywhere } from './edit.ts';
import type { ImageRule, Kustomization, LabelRule, Strings } from './kustomization.ts';
import { changed, isClusterScoped, kindOf, type Resource, renamed } from './resource.ts';

/** What a kustomization does to the resources, in kustomize's order; patches come before. */
export function transformedAll(
  resources: readonly Resource[],
  kustomization: Kustomization,
): readonly Resource[] {
  const unknown = kustomization.replicas?.find(
    ({ name }) =>
      !resources.some(({ object, names }) => SCALABLE.has(kindOf(object)) && names.includes(name)),
  );
  if (unknown !== undefined) {
    const kinds = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].map(
      (kind) => `${kind}.[noVer].[noGrp]`,
    );
    throw new CommandError(
      `resource with name ${unknown.name} does not match a config with the following GVK [${kinds.join(' ')}]`,
    );
  }
  return resources.map((resource) => transformed(resource, kustomization));
}

function transformed(resource: Resource, kustomization: Kustomization): Resource {
  const { namespace, namePrefix = '', nameSuffix = '', commonAnnotations } = kustomization;
  const placed =
    namespace === undefined ? resource : changed(resource, inNamespace(resource.object, namespace));
  const named = withAffixes(placed, namePrefix, nameSuffix);
  const labelled = labelRules(kustomization).reduce((object, rule) => withLabels(object, rule), named.object);
  const annotated = commonAnnotations === undefined ? labelled : withAnnotations(labelled, commonAnnotations);
  const scaled = withReplicas({ ...named, object: annotated }, kustomization.replicas ?? []);
  return changed(
    named,
    withImages(scaled, [...(kustomization.images ?? []), ...(kustomization.imageTags ?? [])]),
  );
}

function inNamespace(object: AnyObject, namespace: string): AnyObject {
  const placed = isClusterScoped(object) ? object : withMetadata(object, { namespace });
  if (kindOf(object) === 'Namespace') return withMetadata(object, { name: namespace });
  const subjects = placed['subjects'];
  if (!Array.isArray(subjects)) return placed;
  const moved = subjects.map((subject: unknown) =>
    isFields(subject) && subject['kind'] === 'ServiceAccount' && subject['name'] === 'default'
      ? { ...subject, namespace }
      : subject,
  );
  return { ...placed, subjects: moved };
}

/** Kinds whose names mean something to the outside. */
const UNTOUCHED = new Set([
  'Namespace',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'APIService.apiregistration.k8s.io',
]);

function withAffixes(resource: Resource, prefix: string, suffix: string): Resource {
  if (UNTOUCHED.has(kindOf(resource.object))) return resource;
  const named = renamed(resource, `${prefix}${resource.object.metadata.name ?? ''}${suffix}`);
  return prefix + suffix === '' ? named : { ...named, affixes: [...named.affixes, `${prefix}|${suffix}`] };
}

function labelRules({ labels = [], commonLabels }: Kustomization): readonly LabelRule[] {
  return [
    ...labels,
    ...(commonLabels === undefined ? [] : [{ pairs: commonLabels, includeSelectors: true }]),
  ];
}

type Place = readonly [path: string, missing: 'make' | 'leave'];

const TEMPLATE: Place = ['spec/template/metadata/labels', 'make'];
const MATCH: Place = ['spec/selector/matchLabels', 'make'];
const CLAIMS: Place = ['spec/volumeClaimTemplates[]/metadata/labels', 'make'];
const CRON_TEMPLATES: readonly Place[] = [
  ['spec/jobTemplate/metadata/labels', 'make'],
  ['spec/jobTemplate/spec/template/metadata/labels', 'make'],
];
const TERMS = [
  'preferredDuringSchedulingIgnoredDuringExecution[]/podAffinityTerm',
  'requiredDuringSchedulingIgnoredDuringExecution[]',
];
const AFFINITIES: readonly Place[] = [
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) =>
    TERMS.map(
      (term): Place => [`spec/template/spec/affinity/${affinity}/${term}/labelSelector/matchLabels`, 'leave'],
    ),
  ),
  ['spec/template/spec/topologySpreadConstraints[]/labelSelector/matchLabels', 'leave'],
];

/** Where labels go beside metadata: into templates, and into what selects by them. */
const TEMPLATES: Readonly<Record<string, readonly Place[]>> = {
  ReplicationController: [TEMPLATE],
  'Deployment.apps': [TEMPLATE],
  'ReplicaSet.apps': [TEMPLATE],
  'DaemonSet.apps': [TEMPLATE],
  'StatefulSet.apps': [TEMPLATE, CLAIMS],
  'Job.batch': [TEMPLATE],
  'CronJob.batch': CRON_TEMPLATES,
};
const SELECTORS: Readonly<Record<string, readonly Place[]>> = {
  Service: [['spec/selector', 'make']],
  ReplicationController: [['spec/selector', 'make']],
  'Deployment.apps': [MATCH, ...AFFINITIES],
  'ReplicaSet.apps': [MATCH],
  'DaemonSet.apps': [MATCH],
  'StatefulSet.apps': [MATCH, ...AFFINITIES],
  'Job.batch': [['spec/selector/matchLabels', 'leave']],
  'CronJob.batch': [['spec/jobTemplate/spec/selector/matchLabels', 'leave']],
  'PodDisruptionBudget.policy': [['spec/selector/matchLabels', 'leave']],
  'NetworkPolicy.networking.k8s.io': [
    ['spec/podSelector/matchLabels', 'leave'],
    ['spec/ingress[]/from[]/podSelector/matchLabels', 'leave'],
    ['spec/egress[]/to[]/podSelector/matchLabels', 'leave'],
  ],
};

function withLabels(
  object: AnyObject,
  { pairs = {}, includeSelectors, includeTemplates }: LabelRule,
): AnyObject {
  const kind = kindOf(object);
  const places: readonly Place[] = [
    ['metadata/labels', 'make'],
    ...(includeSelectors === true || includeTemplates === true ? (TEMPLATES[kind] ?? []) : []),
    ...(includeSelectors === true ? (SELECTORS[kind] ?? []) : []),
  ];
  return places.reduce((edited, [path, missing]) => editAt(edited, path, missing, adding(pairs)), object);
}

function withAnnotations(object: AnyObject, annotations: Strings): AnyObject {
  const inside = (TEMPLATES[kindOf(object)] ?? []).filter((place) => place !== CLAIMS);
  const paths = ['metadata/annotations', ...inside.map(([path]) => path.replace(/labels$/, 'annotations'))];
  return paths.reduce((edited, path) => editAt(edited, path, 'make', adding(annotations)), object);
}

const SCALABLE = new Set(['Deployment.apps', 'ReplicaSet.apps', 'StatefulSet.apps', 'ReplicationController']);

function withReplicas({ object, names }: Resource, rules: Kustomization['replicas']): AnyObject {
  const rule = rules?.find(({ name }) => names.includes(name));
  if (rule === undefined || !SCALABLE.has(kindOf(object))) return object;
  return editAt(object, 'spec/replicas', 'make', () => rule.count);
}

function withImages(object: AnyObject, rules: readonly ImageRule[]): AnyObject {
  if (rules.length === 0) return object;
  const change = (containers: unknown): unknown =>
    Array.isArray(containers)
      ? containers.map((container: unknown) => withImage(container, rules))
      : containers;
  return everywhere(object, ['containers', 'initContainers'], change) as AnyObject;
}

function withImage(container: unknown, rules: readonly ImageRule[]): unknown {
  if (!isFields(container) || typeof container['image'] !== 'string') return container;
  return { ...container, image: rules.reduce(imageBy, container['image']) };
}

function imageBy(image: string, { name, newName, newTag, tagSuffix = '', digest }: ImageRule): string {
  const [, found = '', tag = '', at = ''] =
    /^(.*?)(:[\w][\w.-]{0,127})?(@sha256:[a-zA-Z0-9]+)?$/.exec(image) ?? [];
  if (found !== name) return image;
  const base = newName ?? found;
  if (digest !== undefined) return `${base}@${digest}`;
  if (newTag !== undefined) return `${base}:${newTag}`;
  return `${base}${tag === '' ? '' : `${tag}${tagSuffix}`}${at}`;
}
