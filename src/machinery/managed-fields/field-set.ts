import { isFields } from '../json.ts';
import { type FieldSet, type MaybeSet, MEMBER } from './field-tree.ts';
import { NO_CHILDREN, nodeWith, withChild } from './gathering.ts';
import { isPathElement, type PathElement, SELF } from './path-element.ts';

type Building = Record<PathElement, FieldSet>;

export function isMember(node: FieldSet): boolean {
  if (node[SELF] !== undefined) return true;
  for (const _ in node) return false;
  return true;
}

/** A node of these children, which may stand in any order. */
export function nodeOf(children: Building | undefined, member: boolean): MaybeSet {
  let gathered = NO_CHILDREN;
  for (const element in children) gathered = withChild(gathered, element, children[element] ?? MEMBER);
  return nodeWith(gathered, member);
}

/** What is in either set. */
export function union(a: MaybeSet, b: MaybeSet): MaybeSet {
  if (b === undefined || a === b) return a;
  if (a === undefined) return b;
  const member = isMember(a) || isMember(b);
  let changed: Building | undefined;
  for (const element in b) {
    if (element === SELF) continue;
    const both = union(a[element], b[element]) ?? MEMBER;
    if (both === a[element]) continue;
    changed ??= childrenOf(a);
    changed[element] = both;
  }
  if (changed !== undefined) return nodeOf(changed, member);
  return member === isMember(a) ? a : nodeOf(childrenOf(a), member);
}

/** What is in both sets. */
export function intersection(a: MaybeSet, b: MaybeSet): MaybeSet {
  if (a === b) return a;
  if (a === undefined || b === undefined) return undefined;
  let children: Building | undefined;
  for (const element in a) {
    if (element === SELF) continue;
    const common = intersection(a[element], b[element]);
    if (common === undefined) continue;
    children ??= {};
    children[element] = common;
  }
  return nodeOf(children, isMember(a) && isMember(b));
}

/** What is in `a` but not in `b`: a member goes only when it is itself in `b`, not because a parent of it is. */
export function difference(a: MaybeSet, b: MaybeSet): MaybeSet {
  if (a === undefined || b === undefined) return a;
  if (a === b) return undefined;
  const was = isMember(a);
  const member = was && !isMember(b);
  let changed: Building | undefined;
  for (const element in b) {
    const child = element === SELF ? undefined : a[element];
    if (child === undefined) continue;
    const rest = difference(child, b[element]);
    if (rest === child) continue;
    changed ??= childrenOf(a);
    if (rest === undefined) delete changed[element];
    else changed[element] = rest;
  }
  if (changed === undefined && member === was) return a;
  changed ??= childrenOf(a);
  for (const _ in changed) return nodeOf(changed, member);
  return member ? MEMBER : undefined;
}

function childrenOf(node: FieldSet): Building {
  const { [SELF]: _, ...children } = node;
  return children;
}

/** Whether both sets have the same members. */
export function equalSets(a: MaybeSet, b: MaybeSet): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const elements = Object.keys(a);
  if (elements.length !== Object.keys(b).length) return false;
  return elements.every((element) => equalSets(a[element], b[element]));
}

export function hasPath(set: MaybeSet, path: readonly PathElement[]): boolean {
  let node = set;
  for (const element of path) node = node?.[element];
  return node !== undefined && path.length > 0 && isMember(node);
}

/** The set of one path. */
export function setOfPath(path: readonly PathElement[]): FieldSet {
  return path.reduceRight<FieldSet>((below, element) => ({ [element]: below }), MEMBER);
}

/** Each member's path: those of a level before those below it. */
export function* pathsOf(
  set: MaybeSet,
  prefix: readonly PathElement[] = [],
): Iterable<readonly PathElement[]> {
  const elements = Object.keys(set ?? {}).filter((element) => element !== SELF);
  for (const element of elements) {
    const node = set?.[element];
    if (node !== undefined && isMember(node)) yield [...prefix, element];
  }
  for (const element of elements) yield* pathsOf(set?.[element], [...prefix, element]);
}

/** The set a client sent; what a later format may add is left out. Undefined where it is none, or empty. */
export function readSet(raw: unknown): MaybeSet {
  return isFields(raw) ? nodeOf(readChildren(raw), false) : undefined;
}

function readChildren(raw: Readonly<Record<string, unknown>>): Building | undefined {
  let children: Building | undefined;
  for (const [element, below] of Object.entries(raw)) {
    if (!isPathElement(element)) continue;
    const inner = isFields(below) ? readChildren(below) : undefined;
    children ??= {};
    const member = !isFields(below) || below[SELF] !== undefined || inner === undefined;
    children[element] = nodeOf(inner, member) ?? MEMBER;
  }
  return children;
}
