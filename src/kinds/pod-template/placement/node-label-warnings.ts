import { labelValue } from '../../../machinery/names.ts';
import { deprecatedNodeLabel } from '../../core/node/deprecated-labels.ts';
import type { NodeSelectorTerm } from '../../core/pod/types.ts';

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
