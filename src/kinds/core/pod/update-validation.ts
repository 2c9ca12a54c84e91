import { forbidden, invalidShown } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { type Faults, NONE, together } from '../../pod-template/rules.ts';
import { goDiff } from '../../schema/go-diff/diff.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { showStringMap } from '../../validation/go-values.ts';
import type { Affinity, Container, NodeAffinity, NodeSelectorTerm, PodSpec } from './types.ts';

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

/** Of a pod's spec only these may change; while it is gated also where it may be scheduled. */
export function validateOnlyAllowedChanges(spec: PodSpec, before: PodSpec): Faults {
  const gated = (before.schedulingGates ?? []).length > 0;
  const munged = withAllowedChanges(spec, before);
  const placed = gated ? withPlacement(munged, before) : munged;
  return together(
    gated ? validatePlacement(munged, before) : NONE,
    equalJson(placed, before)
      ? NONE
      : [
          forbidden(
            'spec',
            `pod updates may not change fields other than ${CHANGEABLE}\n${goDiff('core/v1.PodSpec', before, placed)}`,
          ),
        ],
  );
}

/** The new spec with everything that may change put back. */
function withAllowedChanges(spec: PodSpec, before: PodSpec): PodSpec {
  const { activeDeadlineSeconds: _, schedulingGates: __, tolerations: ___, ...rest } = spec;
  const { activeDeadlineSeconds, schedulingGates, tolerations, terminationGracePeriodSeconds } = before;
  const stops = (terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1;
  return {
    ...rest,
    containers: withImages(spec.containers, before.containers),
    ...(spec.initContainers === undefined
      ? {}
      : { initContainers: withImages(spec.initContainers, before.initContainers ?? []) }),
    ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
    ...(schedulingGates === undefined ? {} : { schedulingGates }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(stops && terminationGracePeriodSeconds !== undefined ? { terminationGracePeriodSeconds } : {}),
  };
}

const withImages = (containers: readonly Container[], before: readonly Container[]): readonly Container[] =>
  containers.map((container, i) => {
    const { image: _, ...rest } = container;
    const image = before[i]?.image;
    return image === undefined ? rest : { ...rest, image };
  });

function withPlacement(spec: PodSpec, before: PodSpec): PodSpec {
  const { nodeSelector: _, affinity: __, ...rest } = spec;
  const { nodeSelector } = before;
  const affinity = affinityWith(spec.affinity, before.affinity?.nodeAffinity, before.affinity);
  return {
    ...rest,
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(affinity === undefined ? {} : { affinity }),
  };
}

function affinityWith(
  affinity: Affinity | undefined,
  nodeAffinity: NodeAffinity | undefined,
  before: Affinity | undefined,
): Affinity | undefined {
  const { nodeAffinity: _, ...others } = affinity ?? {};
  if (nodeAffinity !== undefined) return { ...others, nodeAffinity };
  return before === undefined && Object.keys(others).length === 0 ? undefined : others;
}

const TERMS = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

/** A gated pod's choice of nodes may only become narrower. */
function validatePlacement(spec: PodSpec, before: PodSpec): Faults {
  const kept = Object.entries(before.nodeSelector ?? {}).every(
    ([key, value]) => spec.nodeSelector?.[key] === value,
  );
  const only = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return together(
    kept ? NONE : [invalidShown('spec.nodeSelector', showStringMap(spec.nodeSelector), only)],
    validateTerms(termsOf(spec.affinity?.nodeAffinity), termsOf(before.affinity?.nodeAffinity)),
  );
}

const termsOf = (affinity: NodeAffinity | undefined): readonly NodeSelectorTerm[] =>
  affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];

function validateTerms(terms: readonly NodeSelectorTerm[], before: readonly NodeSelectorTerm[]): Faults {
  const shown = (term: NodeSelectorTerm): string => goDumpInternal('core/v1.NodeSelectorTerm', term);
  if (before.length > 0 && before.length !== terms.length) {
    const all = `[]core.NodeSelectorTerm{${terms.map(shown).join(', ')}}`;
    return [
      invalidShown(TERMS, all, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'),
    ];
  }
  return before.flatMap((old, i) => {
    const term = terms[i] ?? {};
    if (onlyAdds(term, old)) return [];
    return [
      invalidShown(`${TERMS}[${i}]`, shown(term), 'only additions are allowed (no mutations or deletions)'),
    ];
  });
}

function onlyAdds(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  const expressions = old.matchExpressions ?? [];
  const fields = old.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0)
    return matchExpressions.length + matchFields.length === 0;
  return (
    equalJson(matchExpressions.slice(0, expressions.length), expressions) &&
    equalJson(matchFields.slice(0, fields.length), fields)
  );
}
