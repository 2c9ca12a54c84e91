import type { ControllerRevision } from '../../../kinds/apps/controllerrevision/types.ts';
import type { PodTemplateSpec } from '../../../kinds/core/pod/types.ts';
import { isFields } from '../../../machinery/json.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import { controllerOf, type KubeObject } from '../../../machinery/object-meta.ts';
import { CommandError } from '../../command.ts';
import { equalLoosely } from '../deployment/replicasets.ts';
import { listQuery, type RelatedQuery } from '../describer.ts';
import { selectorText } from '../pods-status.ts';
import { CHANGE_CAUSE, type Revision, type Rollback, revisionNotFound } from '../rollout-face.ts';

/** What StatefulSets and DaemonSets keep their states in. */
export interface Revised extends KubeObject {
  readonly spec: { readonly selector: LabelSelector; readonly template: PodTemplateSpec };
}

export const revisionsQuery = ({ metadata, spec }: Revised): RelatedQuery =>
  listQuery('/apis/apps/v1', metadata.namespace, 'controllerrevisions', {
    labelSelector: selectorText(spec.selector),
  });

/** The states by number. */
export function revisionsOf(object: Revised, kept: readonly KubeObject[]): readonly Revision[] {
  return owned(object, kept)
    .map((one) => revisionFrom(object, one))
    .toSorted((a, b) => a.number - b.number);
}

const owned = (object: Revised, kept: readonly KubeObject[]): readonly ControllerRevision[] =>
  (kept as readonly ControllerRevision[]).filter((one) => controllerOf(one)?.uid === object.metadata.uid);

function revisionFrom(object: Revised, { metadata, data, revision }: ControllerRevision): Revision {
  const template = templateIn(data);
  return {
    number: revision,
    cause: metadata.annotations?.[CHANGE_CAUSE] ?? '',
    template,
    object: { ...object, spec: { ...object.spec, template } } as KubeObject,
  };
}

/** The data is a patch that replaces the template. */
function templateIn(data: unknown): PodTemplateSpec {
  const spec = isFields(data) ? data['spec'] : undefined;
  const { $patch: _, ...template } = isFields(spec) && isFields(spec['template']) ? spec['template'] : {};
  return { spec: { containers: [] }, ...template };
}

/** K-6: the second highest revision unless one is named. */
export function revisionToRestore(object: Revised, kept: readonly KubeObject[], revision: number): Revision {
  const all = revisionsOf(object, kept);
  if (revision === 0) {
    const previous = all.at(-2);
    if (previous === undefined) throw new CommandError('no last revision to roll back to');
    return previous;
  }
  const named = all.find(({ number }) => number === revision);
  if (named === undefined) throw revisionNotFound(revision);
  return named;
}

/** The patch is the revision's own data. */
export function restore(object: Revised, { template }: Revision): Rollback {
  if (equalLoosely(template, object.spec.template)) return { type: 'already there' };
  return {
    type: 'patch',
    format: 'strategic',
    patch: { spec: { template: { ...template, $patch: 'replace' } } },
  };
}
