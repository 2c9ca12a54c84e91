import { elementName, type Index, markOfKeys } from './element-names.ts';
import { type Shell, ShellProblem } from './shell.ts';

export const hasKeys = ({ variables }: Shell, name: string): boolean => variables.has(markOfKeys(name));

/** `declare -A name`. */
export function giveKeys(shell: Shell, name: string): void {
  refuseWhereThereAreNone(shell);
  shell.set(markOfKeys(name), '');
}

/** The indices that are set: numbers from the lowest, keys as they came. */
export function indicesOf(shell: Shell, name: string): readonly Index[] {
  const { variables } = shell;
  const start = `${name}[`;
  const keys = [...variables.keys()].flatMap((each) =>
    each.startsWith(start) ? [each.slice(start.length, -1)] : [],
  );
  if (hasKeys(shell, name)) return keys;
  return [...(variables.has(name) ? [0] : []), ...keys.map(Number)].sort((a, b) => a - b);
}

export const elementsOf = (shell: Shell, name: string): readonly string[] =>
  indicesOf(shell, name).map((index) => elementAt(shell, name, index) ?? '');

/** One element; below zero they are counted from the end. */
export const elementAt = (shell: Shell, name: string, index: Index): string | undefined =>
  shell.get(elementName(name, fromStart(shell, name, index)));

export function setElement(shell: Shell, name: string, index: Index, value: string): void {
  shell.set(elementName(name, fromStart(shell, name, index)), value);
}

export function removeElement(shell: Shell, name: string, index: Index): void {
  shell.variables.delete(elementName(name, fromStart(shell, name, index)));
}

/** What stands in `(...)`: values, and where they go that say so. */
export type Elements = readonly { readonly index?: Index; readonly values: readonly string[] }[];

/** `name=(...)` and `name+=(...)`. */
export function setElements(shell: Shell, name: string, elements: Elements, appends: boolean): void {
  refuseWhereThereAreNone(shell);
  if (!appends) removeElements(shell, name);
  let next = endOf(shell, name);
  for (const { index, values } of elements) {
    for (const value of values) {
      setElement(shell, name, index ?? next, value);
      next = (typeof index === 'number' ? index : next) + 1;
    }
  }
}

export function removeElements(shell: Shell, name: string): void {
  for (const index of indicesOf(shell, name)) shell.variables.delete(elementName(name, index));
}

/** The array as a whole, with what it is. */
export function removeArray(shell: Shell, name: string): void {
  removeElements(shell, name);
  shell.variables.delete(markOfKeys(name));
  shell.variables.delete(name);
}

/** Every variable that the name stands for, as it is now. */
export const variablesOf = (shell: Shell, name: string): readonly (readonly [string, string])[] =>
  [...shell.variables].filter(
    ([each]) => each === name || each === markOfKeys(name) || each.startsWith(`${name}[`),
  );

/** busybox's shell has no arrays. */
function refuseWhereThereAreNone({ world }: Shell): void {
  if (world.flavour === 'busybox') throw new ShellProblem('syntax error: unexpected "("');
}

/** Where the next element goes. */
function endOf(shell: Shell, name: string): number {
  const last = indicesOf(shell, name).at(-1);
  return typeof last === 'number' ? last + 1 : 0;
}

const fromStart = (shell: Shell, name: string, index: Index): Index =>
  typeof index === 'number' && index < 0 ? endOf(shell, name) + index : index;
