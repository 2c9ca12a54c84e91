import { type FieldSet, MEMBER } from '../../machinery/managed-fields/field-tree.ts';
import { SELF } from '../../machinery/managed-fields/path-element.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../machinery/object-meta.ts';

/**
 * Siblings own the same fields, but for the names that list items go by: a pod's address is a name in its FieldsV1.
 * In a packed table a set of fields is a list of its shape, as text, and of the names that were taken out of it.
 */
export type FoldedSet = readonly [shape: string, ...names: readonly string[]];

/** Whether a node is a member itself, and its children: an element, or one with the node below it. */
type Shape = readonly [member: 0 | 1, ...children: readonly (string | readonly [string, Shape])[]];

/** A list item that has one key, of plain text: `k:{"name":"web"}`. */
const ONE_KEY = /^k:\{"(\w+)":"([^"\\]*)"\}$/;

/** The object as it stands in a packed table. */
export const withFoldedSets = (object: KubeObject): KubeObject =>
  withSets(object, (fields) => (isFolded(fields) ? fields : folded(fields as FieldSet)));

/** The object that {@link withFoldedSets} was given. */
export const withUnfoldedSets = (object: KubeObject): KubeObject =>
  withSets(object, (fields) => (isFolded(fields) ? unfolded(fields) : fields));

const isFolded = (fields: unknown): fields is FoldedSet => Array.isArray(fields);

function withSets(object: KubeObject, change: (fields: unknown) => unknown): KubeObject {
  const entries = object.metadata?.managedFields;
  if (entries === undefined) return object;
  let changed = false;
  const managedFields = entries.map((entry): ManagedFieldsEntry => {
    const fieldsV1 = entry.fieldsV1 === undefined ? undefined : change(entry.fieldsV1);
    if (fieldsV1 === entry.fieldsV1) return entry;
    changed = true;
    return { ...entry, fieldsV1 };
  });
  return changed ? { ...object, metadata: { ...object.metadata, managedFields } } : object;
}

/** A node as text, and the names that were taken out of it. */
interface Fold {
  readonly text: string;
  readonly names: readonly string[];
}

const folds = new Map<FieldSet, Fold>();
/** Nodes are shared among objects; more than these are hardly in use at a time. */
const FOLDS_MOST = 5000;

function folded(set: FieldSet): FoldedSet {
  const { text, names } = foldOf(set);
  return [text, ...names];
}

/** `[1,"f:a",["k:name",[0,"f:b"]]]`: whether it is a member itself, and its children. */
function foldOf(node: FieldSet): Fold {
  const known = folds.get(node);
  if (known !== undefined) return known;
  const names: string[] = [];
  let text = node[SELF] === undefined ? '[0' : '[1';
  for (const element in node) {
    if (element === SELF) continue;
    const plain = JSON.stringify(withoutName(element, names));
    const child = node[element] ?? MEMBER;
    if (child === MEMBER || Object.keys(child).length === 0) text += `,${plain}`;
    else {
      const fold = foldOf(child);
      text += `,[${plain},${fold.text}]`;
      names.push(...fold.names);
    }
  }
  const fold = { text: `${text}]`, names };
  if (folds.size >= FOLDS_MOST) folds.clear();
  folds.set(node, fold);
  return fold;
}

function withoutName(element: string, names: string[]): string {
  if (!element.startsWith('k:') && !element.startsWith('v:')) return element;
  const [, key, name] = ONE_KEY.exec(element) ?? [];
  names.push(name ?? element.slice(2));
  return key === undefined ? element.slice(0, 1) : `k:${key}`;
}

/** Shapes as they were read, each with the set that was made of it last: siblings stand together. */
interface Known {
  readonly shape: Shape;
  names: readonly string[];
  set: FieldSet;
}

const known = new Map<string, Known>();
/** More shapes are hardly ever in one state; should there be, they are read anew. */
const KNOWN_MOST = 5000;

function unfolded([text, ...names]: FoldedSet): FieldSet {
  const found = known.get(text);
  if (found?.names.every((name, i) => name === names[i])) return found.set;
  const shape = found?.shape ?? (JSON.parse(text) as Shape);
  const set = setOf(shape, names.values());
  if (found === undefined) {
    if (known.size >= KNOWN_MOST) known.clear();
    known.set(text, { shape, names, set });
  } else {
    found.names = names;
    found.set = set;
  }
  return set;
}

/** Nodes without a name in them: one for all who have the shape. */
const fixed = new WeakMap<Shape, FieldSet>();

function setOf(shape: Shape, names: Iterator<string>): FieldSet {
  const same = fixed.get(shape);
  if (same !== undefined) return same;
  const [member, ...children] = shape;
  const set: Record<string, FieldSet> = member === 1 ? { [SELF]: MEMBER } : {};
  let named = false;
  for (const child of children) {
    const plain = typeof child === 'string' ? child : child[0];
    const element = withName(plain, names);
    named ||= element !== plain;
    const below = typeof child === 'string' ? undefined : child[1];
    set[element] = below === undefined ? MEMBER : setOf(below, names);
    named ||= below !== undefined && !fixed.has(below);
  }
  if (!named) fixed.set(shape, set);
  return set;
}

function withName(element: string, names: Iterator<string>): string {
  if (element !== 'k' && element !== 'v' && !element.startsWith('k:')) return element;
  const name = String(names.next().value ?? '');
  return element.length === 1 ? `${element}:${name}` : `k:{"${element.slice(2)}":"${name}"}`;
}
