import { compareText } from '../../machinery/json.ts';
import { pathsOf } from '../../machinery/managed-fields/field-set.ts';
import type { MaybeSet } from '../../machinery/managed-fields/field-tree.ts';
import { showElement } from '../../machinery/managed-fields/path-element.ts';
import { failure, type StatusError } from '../../machinery/status.ts';
import type { Writer } from './entries.ts';

/** What an apply would have to take over, field by field. */
export interface Conflict {
  readonly writer: Writer;
  readonly identity: string;
  readonly path: readonly string[];
}

export function conflictsIn(
  sets: ReadonlyMap<string, MaybeSet>,
  writerOf: (identity: string) => Writer,
): readonly Conflict[] {
  return [...sets]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([identity, set]) =>
      [...pathsOf(set)].map((path) => ({ identity, path, writer: writerOf(identity) })),
    );
}

/** 409 with a cause for each field. */
export function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.map(({ writer, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${showWriter(writer)}`,
    field: showPath(path),
  }));
  return failure(409, 'Conflict', conflictMessage(conflicts), { causes });
}

function conflictMessage(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (first !== undefined && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${showWriter(first.writer)}: ${showPath(first.path)}`;
  const lines: string[] = [];
  for (const [i, { identity, writer, path }] of conflicts.entries()) {
    if (conflicts[i - 1]?.identity !== identity) lines.push(`conflicts with ${showWriter(writer)}:`);
    lines.push(`- ${showPath(path)}`);
  }
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

const showPath = (path: readonly string[]): string => path.map(showElement).join('');

/** `"kubectl" with subresource "scale" using apps/v1`; an applier is told by its name alone. */
function showWriter({ manager, operation, apiVersion, subresource }: Writer): string {
  const by = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  const using = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(manager)}${by}${using}`;
}
