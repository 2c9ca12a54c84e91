import { contentHash } from '../commands/create/content-hash.ts';
import { formatYaml } from '../output/yaml.ts';
import { valueAt } from '../resources/object.ts';
import { accumulate, type Host } from './accumulate.ts';
import { readKustomization, refuseFolder } from './kustomization.ts';
import { inOrder } from './order.ts';
import { withReferences } from './references.ts';
import { type Resource, renamed } from './resource.ts';

/** The manifests a kustomization stands for, as one text of YAML documents. */
export function buildKustomization(host: Host, folder: string): string {
  refuseFolder(host.files, folder);
  const kustomization = readKustomization(host.files, folder);
  const resources = accumulate(kustomization, { folder, visited: [], host });
  const finished = withReferences(resources.map(withHash)).map(({ object }) => object);
  return inOrder(finished, kustomization.sortOptions)
    .map((object) => formatYaml(object))
    .join('---\n');
}

/** A new content gets a new name, so that what uses it rolls out. */
function withHash(resource: Resource): Resource {
  if (!resource.hashed) return resource;
  const { object } = resource;
  const binaryData = valueAt(object, 'binaryData');
  const type = valueAt(object, 'type');
  const hash = contentHash({
    kind: object.kind,
    name: '',
    data: valueAt(object, 'data') ?? '',
    ...(binaryData === undefined ? {} : { binaryData }),
    ...(type === undefined ? {} : { type }),
  });
  return renamed(resource, `${object.metadata.name}-${hash}`);
}
