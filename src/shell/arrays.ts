import { type Shell, ShellProblem } from './shell.ts';

/** Each element is a variable of its own, `name[3]`; the first is the name itself, as `$name` means it. */
const elementName = (name: string, index: number): string => (index === 0 ? name : `${name}[${index}]`);

/** The indices that are set, from the lowest. */
export function indicesOf({ variables }: Shell, name: string): readonly number[] {
  const found = variables.has(name) ? [0] : [];
  const start = `${name}[`;
  for (const each of variables.keys())
    if (each.startsWith(start)) found.push(Number(each.slice(start.length, -1)));
  return found.sort((a, b) => a - b);
}

export const elementsOf = (shell: Shell, name: string): readonly string[] =>
  indicesOf(shell, name).map((index) => elementAt(shell, name, index) ?? '');

/** One element; below zero they are counted from the end. */
export const elementAt = (shell: Shell, name: string, index: number): string | undefined =>
  shell.get(elementName(name, fromStart(shell, name, index)));

export function setElement(shell: Shell, name: string, index: number, value: string): void {
  shell.set(elementName(name, fromStart(shell, name, index)), value);
}

/** `name=(...)` and `name+=(...)`. */
export function setElements(shell: Shell, name: string, values: readonly string[], appends: boolean): void {
  refuseWhereThereAreNone(shell);
  if (!appends) removeElements(shell, name);
  const next = (indicesOf(shell, name).at(-1) ?? -1) + 1;
  values.forEach((value, place) => {
    setElement(shell, name, next + place, value);
  });
}

export function removeElements(shell: Shell, name: string): void {
  for (const index of indicesOf(shell, name)) shell.variables.delete(elementName(name, index));
}

/** busybox's shell has no arrays. */
function refuseWhereThereAreNone({ world }: Shell): void {
  if (world.flavour === 'busybox') throw new ShellProblem('syntax error: unexpected "("');
}

const fromStart = (shell: Shell, name: string, index: number): number =>
  index < 0 ? (indicesOf(shell, name).at(-1) ?? -1) + 1 + index : index;
