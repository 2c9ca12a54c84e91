import { type Elements, elementAt, setElement, setElements } from './arrays.ts';
import { call } from './calling.ts';
import { expandFields, expandText, type Results, subscript } from './expansion.ts';
import { begin, end, takeUp } from './frames.ts';
import type { Frame, Running } from './process.ts';
import type { Shell } from './shell.ts';
import type { Assignment } from './syntax.ts';

export function assign(shell: Shell, assignments: readonly Assignment[], results: Results): void {
  for (const assignment of assignments) {
    const { name, index, value, elements, appends } = assignment;
    if (elements !== undefined) {
      setElements(shell, name, elementsIn(shell, assignment, results), appends);
      continue;
    }
    const text = expandText(shell, value, results);
    if (shell.options.xtrace && index === undefined) shell.err(`+ ${name}${appends ? '+' : ''}=${text}\n`);
    const at = index === undefined ? 0 : subscript(shell, name, index, results);
    setElement(shell, name, at, appends ? (elementAt(shell, name, at) ?? '') + text : text);
  }
}

interface AssignedFrame extends Frame {
  readonly of: 'assigned';
  readonly before: readonly (readonly [name: string, value: string | undefined, wasExported: boolean])[];
}

export const elementsIn = (
  shell: Shell,
  { name, elements = [] }: Pick<Assignment, 'name' | 'elements'>,
  results: Results,
): Elements =>
  elements.map(({ index, value }) =>
    index === undefined
      ? { values: expandFields(shell, [value], results) }
      : { index: subscript(shell, name, index, results), values: [expandText(shell, value, results)] },
  );

/** Assignments before a command hold for it alone. */
export function* withAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  results: Results,
  fields: readonly string[],
): Running {
  if (assignments.length === 0) return yield* call(shell, fields);
  const { process } = shell;
  let frame = takeUp<AssignedFrame>(process, 'assigned');
  if (frame === undefined) {
    const before = assignments.map(({ name }) => [name, shell.get(name), shell.exported.has(name)] as const);
    frame = begin<AssignedFrame>(process, { of: 'assigned', before });
    assign(shell, assignments, results);
    for (const { name } of assignments) shell.exported.add(name);
  }
  const status = yield* call(shell, fields);
  for (const [name, value, wasExported] of frame.before) {
    if (value === undefined) shell.variables.delete(name);
    else shell.set(name, value);
    if (!wasExported) shell.exported.delete(name);
  }
  end(process, frame);
  return status;
}
