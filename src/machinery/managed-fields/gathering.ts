import { type FieldSet, type MaybeSet, MEMBER } from './field-tree.ts';
import { compareElements, type PathElement, SELF } from './path-element.ts';

/**
 * Children on the way to become a node. Ten thousand pods own the same fields, and find them in the same order: each
 * gathering remembers what it went on to, so that the same children come to the same node, sorted once.
 */
export interface Gathering {
  readonly before: Gathering | undefined;
  readonly element: PathElement;
  readonly child: FieldSet;
  /** By element where the child is a leaf; by the child's node below the element where it is not. */
  next: Map<PathElement | FieldSet, Gathering> | undefined;
  plain: FieldSet | undefined;
  member: FieldSet | undefined;
}

const gathering = (before: Gathering | undefined, element: PathElement, child: FieldSet): Gathering => ({
  before,
  element,
  child,
  next: undefined,
  plain: undefined,
  member: undefined,
});

/** What every gathering begins with. */
export const NO_CHILDREN: Gathering = gathering(undefined, '', {});

/** How many gatherings are remembered: names that only one object has would fill the memory. */
const REMEMBERED_MOST = 20_000;
let remembered = 0;

/** The gathering with one more child. */
export function withChild(gathered: Gathering, element: PathElement, child: FieldSet): Gathering {
  const onward = gathered.next?.get(element);
  if (child === MEMBER) return onward ?? remember(gathered, element, element, child);
  const deeper = onward?.next?.get(child);
  if (deeper !== undefined) return deeper;
  return remember(onward ?? remember(gathered, element, element, MEMBER), child, element, child, gathered);
}

function remember(
  place: Gathering,
  key: PathElement | FieldSet,
  element: PathElement,
  child: FieldSet,
  before = place,
): Gathering {
  if (++remembered > REMEMBERED_MOST) {
    remembered = 0;
    NO_CHILDREN.next = undefined;
  }
  const made = gathering(before, element, child);
  place.next ??= new Map();
  place.next.set(key, made);
  return made;
}

/** The node of what was gathered: a member itself, or only on the way to its children. */
export function nodeWith(gathered: Gathering, member: boolean): MaybeSet {
  if (gathered === NO_CHILDREN) return member ? MEMBER : undefined;
  const known = member ? gathered.member : gathered.plain;
  if (known !== undefined) return known;
  const node = written(gathered, member);
  if (member) gathered.member = node;
  else gathered.plain = node;
  return node;
}

function written(gathered: Gathering, member: boolean): FieldSet {
  const children: Gathering[] = [];
  for (let each = gathered; each.before !== undefined; each = each.before) children.push(each);
  children.reverse().sort((a, b) => compareElements(a.element, b.element));
  const node: Record<PathElement, FieldSet> = member ? { [SELF]: MEMBER } : {};
  for (const { element, child } of children) node[element] = child;
  return node;
}
