import type { Labels } from '../../../machinery/labels.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../pod/types.ts';
import type { Node } from './types.ts';

/** Whether spec.nodeSelector and the required node affinity both match (S-30). */
export function matchesRequiredAffinity({ spec }: Pick<Pod, 'spec'>, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const key in spec.nodeSelector) if (labels[key] !== spec.nodeSelector[key]) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Terms are alternatives. */
export function matchesNodeSelector({ nodeSelectorTerms }: NodeSelector, node: Node): boolean {
  return nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

/** All requirements of a term must hold; an empty term matches nothing. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, { metadata }: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const labels = metadata.labels ?? {};
  return (
    expressions.every((requirement) => matchesRequirement(requirement, labels)) &&
    fields.every((requirement) => matchesRequirement(requirement, { 'metadata.name': metadata.name }))
  );
}

function matchesRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  labels: Labels,
): boolean {
  const found = labels[key];
  switch (operator) {
    case 'In':
      return found !== undefined && values.includes(found);
    case 'NotIn':
      return found === undefined || !values.includes(found);
    case 'Exists':
      return found !== undefined;
    case 'DoesNotExist':
      return found === undefined;
    case 'Gt':
      return compareWhole(found, values, (a, b) => a > b);
    case 'Lt':
      return compareWhole(found, values, (a, b) => a < b);
    default:
      return false;
  }
}

const WHOLE = /^[+-]?\d+$/;

function compareWhole(
  found: string | undefined,
  values: readonly string[],
  holds: (a: bigint, b: bigint) => boolean,
): boolean {
  const [limit] = values;
  if (found === undefined || limit === undefined || values.length !== 1) return false;
  return WHOLE.test(found) && WHOLE.test(limit) && holds(BigInt(found), BigInt(limit));
}

/**
 * The nodes that the required affinity names by metadata.name in every one of its terms; undefined when some term does
 * not. A DaemonSet's pod names one.
 */
export function namedNodes({ spec }: Pod): readonly string[] | undefined {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (terms === undefined || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    const named = namedBy(term);
    if (named === undefined) return undefined;
    for (const name of named) names.add(name);
  }
  return [...names];
}

function namedBy({ matchFields = [] }: NodeSelectorTerm): readonly string[] | undefined {
  let names: readonly string[] | undefined;
  for (const { key, operator, values = [] } of matchFields) {
    if (key !== 'metadata.name' || operator !== 'In') continue;
    const earlier = names;
    names = earlier === undefined ? values : values.filter((name) => earlier.includes(name));
  }
  return names;
}
