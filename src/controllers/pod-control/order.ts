import { compareText } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';

/** Oldest first, then by name: creation times have whole seconds, so the name is seen often (C-14). */
export function byCreation(a: KubeObject, b: KubeObject): number {
  return (
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}
