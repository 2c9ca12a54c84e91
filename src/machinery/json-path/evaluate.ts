import { goTypeOf, showGoValue } from '../go-json.ts';
import { compareText, isFields } from '../json.ts';
import { badRequest } from '../status.ts';
import type { Bound, Node } from './nodes.ts';

export type Values = readonly unknown[];
type Keys = 'must-exist' | 'may-miss';

/** Evaluates a template against an object: one list of values for each piece of text and each expression. */
export function evaluate(nodes: readonly Node[], data: unknown, keys: Keys): readonly Values[] {
  return evaluateFrom({ nodes, keys, begun: 0, inside: 0, ended: 0, lastEnd: 0 }, data, 0);
}

/** How deep in ranges the evaluation is, and where the last one ended. */
interface Run {
  readonly nodes: readonly Node[];
  readonly keys: Keys;
  begun: number;
  inside: number;
  ended: number;
  lastEnd: number;
}

function evaluateFrom(run: Run, data: unknown, start: number): readonly Values[] {
  const found: Values[] = [];
  for (let i = start; i < run.nodes.length; i++) {
    const node = run.nodes[i];
    if (node === undefined) break;
    const values = walk(run, [data], node);
    if (run.ended > 0 && run.ended <= run.inside) {
      run.ended--;
      run.lastEnd = i;
      break;
    }
    if (run.begun === 0) {
      found.push(values);
      continue;
    }
    run.begun--;
    run.inside++;
    for (const value of values) found.push(...evaluateFrom(run, value, i + 1));
    // A range over nothing is walked once all the same, to find its end.
    if (values.length === 0) evaluateFrom(run, undefined, i + 1);
    run.inside--;
    if (run.lastEnd > i) i = run.lastEnd;
  }
  return found;
}

function walk(run: Run, input: Values, node: Node): Values {
  switch (node.type) {
    case 'text':
      return [node.text];
    case 'literal':
      return input.map(() => node.value);
    case 'list':
      return walkAll(run, input, node.nodes);
    case 'field':
      return fieldsOf(input, node.name, run.keys);
    case 'identifier':
      return identifier(run, input, node.name);
    case 'array':
      return slicesOf(input, node.start, node.end, node.step);
    case 'filter':
      return filtered(run, input, node.left, node.operator, node.right);
    case 'union':
      return node.lists.flatMap((list) => walkAll(run, input, list));
    case 'wildcard':
      return input.flatMap(contentsOf);
    case 'recursive':
      return input.flatMap(descendants);
  }
}

const walkAll = (run: Run, input: Values, nodes: readonly Node[]): Values =>
  nodes.reduce((values, node) => walk(run, values, node), input);

const isNil = (value: unknown): boolean => value === null || value === undefined;

function identifier(run: Run, input: Values, name: string): Values {
  if (name === 'range') {
    run.begun++;
    return input;
  }
  if (name !== 'end') throw badRequest(`unrecognized identifier ${name}`);
  if (run.inside === 0) throw badRequest('not in range, nothing to end');
  run.ended++;
  return [];
}

function fieldsOf(input: Values, name: string, keys: Keys): Values {
  const found = input.flatMap((value) =>
    isFields(value) && Object.hasOwn(value, name) ? [value[name]] : [],
  );
  if (found.length === 0 && input.length > 0 && keys === 'must-exist')
    throw badRequest(`${name} is not found`);
  return found;
}

function slicesOf(input: Values, start: Bound, end: Bound, step: Bound): Values {
  return input
    .filter((value) => !isNil(value))
    .flatMap((value) => {
      if (!Array.isArray(value)) throw badRequest(`${goTypeOf(value)} is not array or slice`);
      return slice(value, start, end, step);
    });
}

function slice(list: Values, start: Bound, end: Bound, step: Bound): Values {
  const { length } = list;
  const from = start.known && start.value < 0 ? start.value + length : start.value;
  const counted = end.value < 0 || (end.value === 0 && end.derived === true);
  const to = end.known ? end.value + (counted ? length : 0) : length;
  if (from === to) return [];
  const outside = (index: number): Error =>
    badRequest(`array index out of bounds: index ${index}, length ${length}`);
  if (from >= length || from < 0) throw outside(from);
  if (to > length || to < 0) throw outside(to - 1);
  if (from > to) throw badRequest(`starting index ${from} is greater than ending index ${to}`);
  if (step.known && step.value <= 0) throw badRequest('step must be > 0');
  const stride = step.known ? step.value : 1;
  return list.slice(from, to).filter((_, i) => i % stride === 0);
}

/** What a value holds: Go's order of a map is random, ours is by key. Texts hold their bytes. */
function contentsOf(value: unknown): Values {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...new TextEncoder().encode(value)];
  if (!isFields(value)) return [];
  return Object.keys(value)
    .toSorted(compareText)
    .map((key) => value[key]);
}

/** The value and all that it holds, as far as these hold something themselves. */
function descendants(value: unknown): Values {
  const contents = contentsOf(value);
  return contents.length === 0 ? [] : [value, ...contents.flatMap(descendants)];
}

function filtered(
  run: Run,
  input: Values,
  left: readonly Node[],
  operator: string,
  right: readonly Node[],
): Values {
  return input.flatMap((value) => {
    if (!Array.isArray(value))
      throw badRequest(`${showGoValue(value)} is not array or slice and cannot be filtered`);
    return value.filter((item) =>
      operator === 'exists' ? exists(run, item, left) : passes(run, item, left, operator, right),
    );
  });
}

/** Upstream drops the error and looks at what came with it: nothing for a missing field, the input for all else. */
function exists(run: Run, item: unknown, path: readonly Node[]): boolean {
  let values: Values = [item];
  for (const node of path) {
    try {
      values = walk(run, values, node);
    } catch {
      return node.type !== 'field' && values.length > 0;
    }
  }
  return values.length > 0;
}

function passes(
  run: Run,
  item: unknown,
  left: readonly Node[],
  operator: string,
  right: readonly Node[],
): boolean {
  const lefts = walkAll(run, [item], left);
  if (lefts.length === 0) return false;
  if (lefts.length > 1) throw badRequest('can only compare one element at a time');
  const rights = walkAll(run, [item], right);
  if (rights.length === 0) return false;
  if (rights.length > 1) throw badRequest('can only compare one element at a time');
  return compare(lefts[0], operator, rights[0]);
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  const test = COMPARISONS.get(operator);
  if (test === undefined) throw badRequest(`unrecognized filter operator ${operator}`);
  const kind = basicKind(left);
  if (kind !== basicKind(right)) throw badRequest('incompatible types for comparison');
  if (kind === 'bool' && operator !== '==' && operator !== '!=')
    throw badRequest('invalid type for comparison');
  const order = left === right ? 0 : (left as string) < (right as string) ? -1 : 1;
  return test(order);
}

const COMPARISONS: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['<', (order: number) => order < 0],
  ['>', (order: number) => order > 0],
  ['==', (order: number) => order === 0],
  ['!=', (order: number) => order !== 0],
  ['<=', (order: number) => order <= 0],
  ['>=', (order: number) => order >= 0],
]);

function basicKind(value: unknown): string {
  if (isNil(value) || typeof value === 'object') throw badRequest('invalid type for comparison');
  return goTypeOf(value);
}
