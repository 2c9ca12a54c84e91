import { labelValue } from '../../../machinery/names.ts';
import type { NodeSelectorTerm } from '../../core/pod/types.ts';

const DEPRECATED: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

/** What is said of a node label that has a successor. */
export const deprecatedNodeLabel = (key: string): string | undefined => DEPRECATED[key];

/** GetWarningsForNodeSelectorTerm; values are only looked at where they are not validated. */
export function nodeSelectorTermWarnings(
  { matchExpressions = [] }: NodeSelectorTerm,
  field: string,
  values: 'with values' | 'keys only',
): readonly string[] {
  return matchExpressions.flatMap(({ key, values: found = [] }, i) => {
    const path = `${field}.matchExpressions[${i}]`;
    const old = deprecatedNodeLabel(key);
    const odd = values === 'keys only' ? [] : found;
    return [
      ...(old === undefined ? [] : [`${path}.key: ${key} is ${old}`]),
      ...odd.flatMap((value, j) =>
        labelValue(value).map((text) => `${path}.values[${j}]: ${value} is invalid, ${text}`),
      ),
    ];
  });
}
