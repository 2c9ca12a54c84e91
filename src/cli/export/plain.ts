import type { AnyObject } from '../../kubectl/resources/object.ts';
import { type Fields, isFields } from '../../machinery/json.ts';

/** Annotations that controllers and kubectl keep for themselves. */
const OWN_ANNOTATIONS =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/|deprecated\.daemonset\.template\.generation|pv\.kubernetes\.io\/|volume(\.beta)?\.kubernetes\.io\/|batch\.kubernetes\.io\/job-tracking)/;
const OWN_FINALIZERS = /^kubernetes(\.io\/(pvc|pv)-protection)?$/;
const OWN_LABELS = /^(kubernetes\.io\/metadata\.name|(batch\.kubernetes\.io\/)?(controller-uid|job-name))$/;

/** The object as a user would write it: what the cluster added or worked out is left out. */
export function plain(object: AnyObject, resource: string): AnyObject {
  const { apiVersion, kind, metadata, status: _, ...rest } = object;
  const { name, namespace, labels, annotations, finalizers } = metadata;
  const kept = {
    name,
    namespace,
    labels: without(labels, resource === 'jobs.batch' || resource === 'namespaces' ? OWN_LABELS : undefined),
    annotations: without(annotations, OWN_ANNOTATIONS),
    finalizers: filled(finalizers?.filter((one) => !OWN_FINALIZERS.test(one))),
  };
  const strip = STRIPPED[resource];
  const stripped = strip === undefined ? rest : strip(rest, object);
  return withoutNothing({ apiVersion, kind, metadata: kept, ...stripped }) as AnyObject;
}

type Strip = (rest: Fields, object: AnyObject) => Fields;

/** What the cluster writes into the specs of some resources. */
const STRIPPED: Readonly<Record<string, Strip>> = {
  namespaces: () => ({}),
  serviceaccounts: ({ secrets: _, ...rest }) => rest,
  services: onSpec(({ clusterIP, clusterIPs, ...spec }) =>
    clusterIP === 'None' ? { ...spec, clusterIP, clusterIPs } : spec,
  ),
  persistentvolumeclaims: onSpec((spec, { metadata }) => {
    if (metadata.annotations?.['pv.kubernetes.io/bound-by-controller'] === undefined) return spec;
    const { volumeName: _, ...rest } = spec;
    return rest;
  }),
  persistentvolumes: onSpec(({ claimRef, ...spec }, { metadata }) => {
    if (metadata.annotations?.['pv.kubernetes.io/bound-by-controller'] !== undefined || !isFields(claimRef))
      return spec;
    const { uid: _, resourceVersion: __, ...named } = claimRef;
    return { ...spec, claimRef: named };
  }),
  pods: onSpec(plainPodSpec),
  'jobs.batch': onSpec((spec) => {
    if (spec['manualSelector'] === true) return spec;
    const { selector: _, template, ...rest } = spec;
    const { metadata, ...others } = isFields(template) ? template : {};
    if (!isFields(metadata)) return { ...rest, template };
    const labels = without(metadata['labels'] as Readonly<Record<string, string>>, OWN_LABELS);
    return { ...rest, template: { ...others, metadata: { ...metadata, labels } } };
  }),
};

function onSpec(strip: (spec: Fields, object: AnyObject) => Fields): Strip {
  return ({ spec, ...rest }, object) => (isFields(spec) ? { ...rest, spec: strip(spec, object) } : rest);
}

const TOKEN_VOLUME = /^kube-api-access-/;
const DEFAULT_TOLERATION = /^node\.kubernetes\.io\/(not-ready|unreachable)$/;

/** Without what admission and scheduling put in. */
function plainPodSpec(spec: Fields): Fields {
  const { nodeName: _, serviceAccount: __, priority: ___, preemptionPolicy: ____, ...rest } = spec;
  return {
    ...rest,
    containers: listOf(spec['containers']).map(withoutToken),
    initContainers: filled(listOf(spec['initContainers']).map(withoutToken)),
    volumes: filled(listOf(spec['volumes']).filter(({ name }) => !TOKEN_VOLUME.test(String(name)))),
    tolerations: filled(
      listOf(spec['tolerations']).filter(
        ({ key, tolerationSeconds }) => !(DEFAULT_TOLERATION.test(String(key)) && tolerationSeconds === 300),
      ),
    ),
  };
}

function withoutToken(container: Fields): Fields {
  const mounts = listOf(container['volumeMounts']).filter(({ name }) => !TOKEN_VOLUME.test(String(name)));
  return { ...container, volumeMounts: filled(mounts) };
}

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

const filled = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : list;

function without(
  words: Readonly<Record<string, string>> | undefined,
  own: RegExp | undefined,
): Readonly<Record<string, string>> | undefined {
  const left = Object.entries(words ?? {}).filter(([name]) => own === undefined || !own.test(name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** Fields that say nothing are left out, at every depth. */
function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (!isFields(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  return Object.fromEntries(entries.map(([name, one]) => [name, withoutNothing(one)]));
}
