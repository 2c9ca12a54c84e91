import { instantOf } from '../../../machinery/instant.ts';
import { compareText } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { StorageClass } from './types.ts';

const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Whether claims that name no class get this one (V-20). */
export function isDefaultClass({ metadata }: KubeObject): boolean {
  return DEFAULT_ANNOTATIONS.some((name) => metadata.annotations?.[name] === 'true');
}

/** The class of claims that name none: of several defaults the newest, then the first by name (V-20). */
export function defaultClassOf(classes: readonly StorageClass[]): StorageClass | undefined {
  const [first] = classes
    .filter(isDefaultClass)
    .toSorted(
      ({ metadata: a }, { metadata: b }) =>
        instantOf(b.creationTimestamp) - instantOf(a.creationTimestamp) || compareText(a.name, b.name),
    );
  return first;
}
