import type { Kind } from '../kinds/kind.ts';
import { compareText, type Fields } from '../machinery/json.ts';
import { type Review, reviews } from './authorization/reviews.ts';
import { apiVersionOf, type Registry } from './registry.ts';
import { storageVersionHash } from './storage-version.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];
const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'];

/** Answers of the discovery paths; undefined when the path is none of them. */
export function discoveryAnswer(path: string, registry: Registry): unknown {
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/apis') return groupList(registry);
  const match = /^\/(?:api\/(v1)|apis\/([^/]+)(?:\/([^/]+))?)$/.exec(path);
  if (match === null) return undefined;
  const group = match[1] === undefined ? (match[2] ?? '') : '';
  const version = match[1] ?? match[3];
  if (version === undefined) return groupOf(registry, group);
  return resourceList(registry, group, version);
}

interface GroupVersion {
  readonly groupVersion: string;
  readonly version: string;
}

function versionsOf(registry: Registry, group: string): readonly GroupVersion[] {
  const served = [...registry.served, ...reviews].filter((kind) => kind.group === group);
  const versions = [...new Set(served.map((kind) => kind.version))].sort(byKubeVersion);
  return versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
}

/** CompareKubeAwareVersionStrings: the stablest first, of these the highest; what has no number comes last. */
function byKubeVersion(a: string, b: string): number {
  const read = (version: string): readonly number[] => {
    const [found, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
    if (found === undefined) return [0, 0, 0];
    return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
  };
  const [left, right] = [read(a), read(b)];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at === -1 ? compareText(a, b) : (right[at] ?? 0) - (left[at] ?? 0);
}

function groupOf(registry: Registry, group: string): unknown {
  const versions = versionsOf(registry, group);
  if (versions.length === 0) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] };
}

function groupList(registry: Registry): unknown {
  const all = new Set([...registry.served, ...reviews].map((kind) => kind.group));
  const groups = [...all]
    .filter((group) => group !== '')
    .sort((a, b) => rankOf(a) - rankOf(b) || compareText(a, b));
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.map((group) => {
      const versions = versionsOf(registry, group);
      return { name: group, versions, preferredVersion: versions[0] };
    }),
  };
}

/** The groups of a server by their priority; groups that users define come after them. */
const GROUPS = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

function rankOf(group: string): number {
  const rank = GROUPS.indexOf(group);
  return rank === -1 ? GROUPS.length : rank;
}

function resourceList(registry: Registry, group: string, version: string): unknown {
  const isOfVersion = (kind: Pick<Kind, 'group' | 'version'>): boolean =>
    kind.group === group && kind.version === version;
  const kinds = registry.served.filter(isOfVersion);
  const asked = reviews.filter(isOfVersion);
  const first = kinds[0] ?? asked[0];
  if (first === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersionOf(first),
    resources: [...kinds.flatMap(resourcesOf), ...asked.map(reviewResource)].sort(byName),
  };
}

interface Resource extends Fields {
  readonly name: string;
}

const byName = (a: Resource, b: Resource): number => compareText(a.name, b.name);

const reviewResource = ({ plural, kind, scope }: Review): Resource => ({
  name: plural,
  singularName: kind.toLowerCase(),
  namespaced: scope === 'Namespaced',
  kind,
  verbs: ['create'],
});

/** Most who ask never look at the hash: it is computed when somebody does. */
function withStorageVersion(resource: Resource, kind: Kind): Resource {
  return {
    ...resource,
    get storageVersionHash() {
      return storageVersionHash(kind);
    },
  };
}

function resourcesOf(kind: Kind): readonly Resource[] {
  const namespaced = kind.scope === 'Namespaced';
  const main = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced,
    kind: kind.kind,
    verbs: kind.verbs ?? VERBS,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
  const subresource = (name: string, verbs: readonly string[], more: object = {}): Resource => ({
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced,
    kind: kind.kind,
    verbs,
    ...more,
  });
  return [
    kind.computed === undefined ? withStorageVersion(main, kind) : main,
    ...(kind.gracePeriodSeconds === undefined ? [] : podSubresources(subresource)),
    ...(kind.subresources.includes('proxy')
      ? [subresource('proxy', PROXY_VERBS, { kind: `${kind.kind}ProxyOptions` })]
      : []),
    ...Object.keys(kind.parts ?? {}).map((name) => subresource(name, STATUS_VERBS)),
    ...(kind.scale === undefined
      ? []
      : [subresource('scale', STATUS_VERBS, { group: 'autoscaling', version: 'v1', kind: 'Scale' })]),
    ...(kind.subresources.includes('status') ? [subresource('status', STATUS_VERBS)] : []),
    ...(kind.subresources.includes('finalize') ? [subresource('finalize', ['update'])] : []),
    ...(kind.subresources.includes('token')
      ? [
          subresource('token', ['create'], {
            group: 'authentication.k8s.io',
            version: 'v1',
            kind: 'TokenRequest',
          }),
        ]
      : []),
  ];
}

function podSubresources(
  subresource: (name: string, verbs: readonly string[], more?: object) => Resource,
): readonly Resource[] {
  return [
    subresource('attach', ['create', 'get'], { kind: 'PodAttachOptions' }),
    subresource('binding', ['create'], { kind: 'Binding' }),
    subresource('eviction', ['create'], { group: 'policy', version: 'v1', kind: 'Eviction' }),
    subresource('exec', ['create', 'get'], { kind: 'PodExecOptions' }),
    subresource('log', ['get']),
    subresource('portforward', ['create', 'get'], { kind: 'PodPortForwardOptions' }),
  ];
}
