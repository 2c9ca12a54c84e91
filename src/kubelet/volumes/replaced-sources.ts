import type { Context, Reader } from '../../client/client.ts';
import { recordVersion, type SourceName } from '../../containers/versions.ts';
import type { ConfigMap } from '../../kinds/core/configmap/kind.ts';
import { isFinished, isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Secret } from '../../kinds/core/secret/kind.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { refersTo } from '../containers/references.ts';

const MARK = '/';

/** Refs of ConfigMaps and Secrets stand beside those of pods: `configmap/default`. */
export const isSourceRef = ({ namespace }: Ref): boolean => namespace.includes(MARK);

/** What ConfigMaps and Secrets were before a change: seen with the change, kept when the kubelet is asked right after it. */
export class ReplacedSources {
  private readonly seen = new Map<string, { readonly source: SourceName; readonly object: KubeObject }>();

  /** Notes the version that a change replaced, where a pod has it in its containers. */
  note(
    source: SourceName,
    object: ConfigMap | Secret,
    before: ConfigMap | Secret | undefined,
    reader: Reader,
  ): readonly Ref[] {
    if (before === undefined || before.data === object.data || before === object) return [];
    const { namespace = '', name } = object.metadata;
    const isShown = reader
      .list(Pod, { namespace })
      .some((pod) => isScheduled(pod) && !isFinished(pod) && refersTo(pod, source, name));
    if (!isShown) return [];
    const ref: Ref = { namespace: `${source}${MARK}${namespace}`, name };
    this.seen.set(`${ref.namespace}${MARK}${name}`, { source, object: before });
    return [ref];
  }

  record({ namespace, name }: Ref, { memory, now }: Context): undefined {
    const key = `${namespace}${MARK}${name}`;
    const found = this.seen.get(key);
    this.seen.delete(key);
    if (found !== undefined) recordVersion(memory, found.source, found.object, now);
  }
}
