import { patternFault } from '../../../machinery/names.ts';
import type { Container } from './changing.ts';

/** A variable as a container lists it. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: Source;
}
export interface Source {
  readonly configMapKeyRef?: KeyRef;
  readonly secretKeyRef?: KeyRef;
  readonly fieldRef?: { readonly fieldPath: string };
  readonly resourceFieldRef?: {
    readonly containerName?: string;
    readonly resource: string;
    readonly divisor?: string;
  };
}
interface KeyRef {
  readonly name: string;
  readonly key: string;
}

export interface Variables {
  readonly set: readonly Variable[];
  readonly remove: readonly string[];
}

const ASSIGNMENT = /^.+=.*$/ms;

/** Tells resources from the `KEY=value` and `KEY-` behind them; undefined when they are mixed. */
export function environmentArguments(
  args: readonly string[],
): { readonly resources: readonly string[]; readonly words: readonly string[] } | undefined {
  const isVariable = (word: string): boolean => ASSIGNMENT.test(word) || word.endsWith('-');
  const first = args.findIndex(isVariable);
  if (first < 0) return { resources: args, words: [] };
  const words = args.slice(first);
  return words.every(isVariable) ? { resources: args.slice(0, first), words } : undefined;
}

/** Reads `KEY=value`, `KEY-` and `-`, which stands for the lines of standard input. */
export async function parseVariables(
  words: readonly string[],
  stdin: () => Promise<string>,
): Promise<Variables> {
  const set: Variable[] = [];
  const remove: string[] = [];
  const assigned = new Set<string>();
  for (const word of words) {
    if (word === '-') set.push(...lines(await stdin()));
    else if (word.includes('=')) {
      const one = variable(word);
      refuseName(one.name);
      assigned.add(one.name);
      set.push(one);
    } else if (word.endsWith('-')) remove.push(word.slice(0, -1));
    else throw new Error(`unknown environment variable: ${word}`);
  }
  if (remove.some((name) => assigned.has(name))) {
    throw new Error('can not both modify and remove the same environment variable in the same command');
  }
  return { set, remove };
}

function variable(word: string): Variable {
  const at = word.indexOf('=');
  const value = word.slice(at + 1);
  return { name: word.slice(0, at), ...(value === '' ? {} : { value }) };
}

function lines(text: string): readonly Variable[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, ''))
    .filter((line) => line.includes('='))
    .map(variable);
}

const NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const NAME_PATTERN = new RegExp(`^${NAME}$`);
const NAME_WORDS =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";

function refuseName(name: string): void {
  const faults: string[] = [];
  if (!NAME_PATTERN.test(name)) {
    faults.push(patternFault(NAME_WORDS, NAME, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1'));
  }
  if (name === '.') faults.push("must not be '.'");
  else if (name === '..') faults.push("must not be '..'");
  else if (name.startsWith('..')) faults.push("must not start with '..'");
  if (faults.length > 0) {
    throw new Error(`${JSON.stringify(name)} is not a valid key name: ${faults.join(';')}`);
  }
}

/** The variables a container has now. */
export const containerVariables = (container: Container): readonly Variable[] =>
  Array.isArray(container['env']) ? (container['env'] as readonly Variable[]) : [];

/** Refuses to give a variable another value. */
export function refuseOverwrites(container: Container, { set }: Variables): void {
  for (const { name, value = '' } of set) {
    const now = containerVariables(container).find((one) => one.name === name);
    if (now !== undefined && (now.value ?? '') !== value) {
      throw new Error(`'${name}' already has a value (${now.value ?? ''}), and --overwrite is false`);
    }
  }
}

/**
 * The container with the variables changed: each keeps its place, new ones come last, and the first of several of
 * one name counts.
 */
export function withVariables(container: Container, { set, remove }: Variables): Container {
  const covered = new Set(remove);
  const wanted = new Map<string, Variable>();
  for (const one of set) if (!wanted.has(one.name)) wanted.set(one.name, one);
  const kept = containerVariables(container).flatMap((one) => {
    if (covered.has(one.name)) return [];
    const newer = wanted.get(one.name);
    if (newer !== undefined) covered.add(one.name);
    return [newer ?? one];
  });
  const added = [...wanted.values()].filter(({ name }) => !covered.has(name));
  const { env: _, ...rest } = container;
  const env = [...kept, ...added];
  return env.length === 0 ? rest : { ...rest, env };
}
