import { candidates, typesToPrune } from '../../apply/prune.ts';
import type { Context } from '../../command.ts';
import { asError } from '../../errors.ts';
import { logWarning } from '../../klog.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import type { DiffOptions } from './merging.ts';

/** What `apply --prune` would delete. */
export async function prunedObjects(
  infos: readonly Info[],
  kept: ReadonlySet<string | undefined>,
  options: DiffOptions,
  context: Context,
): Promise<readonly AnyObject[]> {
  const namespaces = new Set(infos.filter(({ mapping }) => mapping.namespaced).map((info) => info.namespace));
  const pruned: AnyObject[] = [];
  try {
    const types = await typesToPrune(options, context);
    const places = [
      ...[...namespaces].flatMap((namespace) =>
        types.filter(({ namespaced }) => namespaced).map((mapping) => ({ mapping, namespace })),
      ),
      ...types.filter(({ namespaced }) => !namespaced).map((mapping) => ({ mapping, namespace: '' })),
    ];
    for (const { mapping, namespace } of places) {
      const found = await candidates(mapping, namespace, options, context);
      pruned.push(...found.filter(({ metadata }) => !kept.has(metadata.uid)));
    }
  } catch (error) {
    logWarning(
      context,
      `diff.go:763] pruning failed and could not be evaluated err: ${asError(error).message}`,
    );
  }
  return pruned;
}
