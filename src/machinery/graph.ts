import { type Fields, isFields } from './json.ts';

/** A class whose objects may be written. */
export interface WritableClass {
  readonly prototype: object;
  /** Fields that stay behind. */
  readonly without?: readonly string[];
  /** Whether this one may be written as it is. */
  readonly allows?: (fields: Fields) => boolean;
}

/** Classes by name: plain data needs none. */
export type Vocabulary = Readonly<Record<string, WritableClass>>;

/** The graph holds what cannot be written: a function, an object of a class nobody named. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError';
}

/** A reference to a node; nothing where it is undefined; a number that JSON has not; the name of what is known elsewhere. */
type Cell = null | boolean | number | string | readonly [] | readonly [number] | readonly [string];
type Node =
  | Record<string, Cell>
  | readonly ['array' | 'map' | 'set', ...Cell[]]
  | readonly ['of', string, Record<string, Cell>];

/** Everything that can be reached from the root, as text: who is shared is written once, circles are closed. */
export function graphText(root: unknown, classes: Vocabulary, names: ReadonlyMap<unknown, string>): string {
  const kinds = new Map(Object.entries(classes).map(([name, { prototype }]) => [prototype, name]));
  const places = new Map<object, number>();
  const found: object[] = [];
  const cell = (value: unknown): Cell => {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (value === undefined) return [];
    if (typeof value === 'number')
      return isInJson(value) ? value : [Object.is(value, -0) ? '-0' : String(value)];
    const name = names.get(value);
    if (name !== undefined) return [`=${name}`];
    if (typeof value !== 'object') throw new UnwritableError(typeof value);
    let place = places.get(value);
    if (place === undefined) {
      place = found.push(value) - 1;
      places.set(value, place);
    }
    return [place];
  };
  const fields = (object: object, without: readonly string[]): Record<string, Cell> => {
    const written: Record<string, Cell> = Object.create(null);
    for (const [key, value] of Object.entries(object)) if (!without.includes(key)) written[key] = cell(value);
    return written;
  };
  const node = (object: object): Node => {
    if (Array.isArray(object)) return ['array', ...Array.from(object, cell)];
    if (object instanceof Map) return ['map', ...[...object].flat().map(cell)];
    if (object instanceof Set) return ['set', ...[...object].map(cell)];
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype === Object.prototype) return fields(object, []);
    const kind = kinds.get(prototype as object);
    if (kind === undefined) throw new UnwritableError(object.constructor.name);
    const { without = [], allows } = classes[kind] as WritableClass;
    if (allows?.(object as Fields) === false) throw new UnwritableError(kind);
    return ['of', kind, fields(object, without)];
  };
  const first = cell(root);
  const nodes: Node[] = [];
  // Whoever is found meanwhile comes to the end of the list.
  for (const object of found) nodes.push(node(object));
  return JSON.stringify([first, nodes]);
}

const isInJson = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);

/** The graph that a text tells of; `named` gives what is known elsewhere. */
export function graphFrom(text: string, classes: Vocabulary, named: (name: string) => unknown): unknown {
  const [root, nodes] = JSON.parse(text) as [Cell, Node[]];
  const made = nodes.map((node) => empty(node, classes));
  const value = (cell: Cell | undefined): unknown => {
    if (!Array.isArray(cell)) return cell;
    const [content] = cell as readonly [] | readonly [number | string];
    if (typeof content === 'number') return made[content];
    if (content === undefined) return undefined;
    return content.startsWith('=') ? named(content.slice(1)) : Number(content);
  };
  for (const [place, node] of nodes.entries()) fill(made[place] as object, node, value);
  return value(root);
}

function empty(node: Node, classes: Vocabulary): object {
  // A plain object is the one that was read: it is filled where it stands.
  if (!Array.isArray(node)) return node;
  if (node[0] === 'array') return [];
  if (node[0] === 'map') return new Map();
  if (node[0] === 'set') return new Set();
  const kind = classes[String(node[1])];
  if (kind === undefined) throw new UnwritableError(String(node[1]));
  return Object.create(kind.prototype) as object;
}

function fill(made: object, node: Node, value: (cell: Cell | undefined) => unknown): void {
  if (!Array.isArray(node)) {
    for (const [key, cell] of Object.entries(node)) (made as Record<string, unknown>)[key] = value(cell);
    return;
  }
  const [, ...cells] = node as readonly [string, ...Cell[]];
  if (Array.isArray(made)) for (const cell of cells) made.push(value(cell));
  else if (made instanceof Set) for (const cell of cells) made.add(value(cell));
  else if (made instanceof Map)
    for (let at = 0; at < cells.length; at += 2) made.set(value(cells[at]), value(cells[at + 1]));
  else if (isFields(node[2]))
    for (const [key, cell] of Object.entries(node[2]))
      (made as Record<string, unknown>)[key] = value(cell as Cell);
}
