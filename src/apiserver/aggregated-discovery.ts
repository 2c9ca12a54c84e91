import type { Fields } from '../machinery/json.ts';
import { discoveryAnswer } from './discovery.ts';
import type { Registry } from './registry.ts';

/** A resource as the discovery of one group and version lists it. */
interface Resource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface Group {
  readonly name: string;
  readonly versions: readonly { readonly version: string }[];
}

/** `/api` or `/apis` as one document with all that is below it; undefined for any other path. */
export function aggregatedDiscovery(path: string, registry: Registry, version: 'v2' | 'v2beta1'): unknown {
  const groups = groupsOf(path, registry);
  if (groups === undefined) return undefined;
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { ...(name === '' ? {} : { name }), creationTimestamp: null },
      versions: versions.map((each) => versionOf(name, each.version, registry)),
    })),
  };
}

function groupsOf(path: string, registry: Registry): readonly Group[] | undefined {
  if (path === '/api') return [{ name: '', versions: [{ version: 'v1' }] }];
  if (path !== '/apis') return undefined;
  return (discoveryAnswer(path, registry) as { readonly groups: readonly Group[] }).groups;
}

function versionOf(group: string, version: string, registry: Registry): unknown {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const { resources } = discoveryAnswer(path, registry) as { readonly resources: readonly Resource[] };
  const isMain = ({ name }: Resource): boolean => !name.includes('/');
  return {
    version,
    resources: resources.filter(isMain).map((resource) => {
      const subresources = resources.filter(({ name }) => name.startsWith(`${resource.name}/`));
      return {
        resource: resource.name,
        responseKind: responseKind(resource, group, version),
        scope: resource.namespaced ? 'Namespaced' : 'Cluster',
        singularResource: resource.singularName,
        verbs: resource.verbs,
        ...(resource.shortNames === undefined ? {} : { shortNames: resource.shortNames }),
        ...(resource.categories === undefined ? {} : { categories: resource.categories }),
        ...(subresources.length === 0
          ? {}
          : { subresources: subresources.map((each) => subresourceOf(each, group, version)) }),
      };
    }),
    freshness: 'Current',
  };
}

function subresourceOf(resource: Resource, group: string, version: string): Fields {
  return {
    subresource: resource.name.slice(resource.name.indexOf('/') + 1),
    responseKind: responseKind(resource, group, version),
    verbs: resource.verbs,
  };
}

const responseKind = (resource: Resource, group: string, version: string): Fields => ({
  group: resource.group ?? group,
  version: resource.version ?? version,
  kind: resource.kind,
});
