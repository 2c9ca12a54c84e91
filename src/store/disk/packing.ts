import { isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { Family } from './family.ts';
import { withFoldedSets } from './folded-sets.ts';
import type { Line } from './siblings.ts';

/** Smaller tables are written as plain objects: people read them, and they cost little. */
const PACKED_FROM = 2000;
/** Fewer are not worth a family of their own. */
const FAMILY_FROM = 8;
/** With how many families an object is compared before it begins one of its own. */
const CANDIDATES = 6;

/** How a table is written: as it is, or as families of siblings where it is large. The order stays. */
export function* packed(plain: readonly KubeObject[]): Iterable<Line> {
  if (plain.length < PACKED_FROM) {
    yield* plain;
    return;
  }
  const objects = plain.map(withFoldedSets);
  const families = familiesOf(objects);
  const told = new Map<Family, number>();
  for (const [i, object] of objects.entries()) {
    const family = families[i];
    if (family === undefined) {
      yield object;
      continue;
    }
    let number = told.get(family);
    if (number === undefined) {
      number = told.size;
      told.set(family, number);
      yield { siblings: number, base: family.base, slots: family.slots() };
    }
    yield [number, ...family.valuesOf(object)];
  }
}

/** The family of each object, where it has one: first among its kin, then among all who are left. */
function familiesOf(objects: readonly KubeObject[]): readonly (Family | undefined)[] {
  const families: (Family | undefined)[] = new Array(objects.length);
  for (const keyOf of [kinship, () => '']) {
    const groups = new Map<string, Family[]>();
    for (const [i, object] of objects.entries()) {
      if (families[i] !== undefined) continue;
      const key = keyOf(object);
      const group = groups.get(key) ?? [];
      if (group.length === 0) groups.set(key, group);
      families[i] = join(group, object);
    }
    for (const [i, family] of families.entries()) {
      if (family !== undefined && family.size < FAMILY_FROM) families[i] = undefined;
    }
  }
  for (const [i, family] of families.entries()) {
    const object = objects[i];
    if (object !== undefined) family?.tellApart(object);
  }
  return families;
}

/** Joins the family that takes the object; the newest is asked first, since siblings stand together. */
function join(group: Family[], object: KubeObject): Family {
  for (let i = group.length - 1; i >= 0 && i >= group.length - CANDIDATES; i--) {
    const family = group[i];
    if (family?.takes(object)) return family;
  }
  const family = new Family(object);
  group.push(family);
  return family;
}

/** What siblings have in common beside their shape: their owner, or the reason of an event. */
function kinship(object: KubeObject): string {
  const reason = isFields(object) && typeof object['reason'] === 'string' ? object['reason'] : '';
  return `${object.metadata.ownerReferences?.[0]?.uid ?? ''} ${reason}`;
}
