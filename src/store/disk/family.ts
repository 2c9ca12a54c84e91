import type { KubeObject } from '../../machinery/object-meta.ts';
import { type Path, type Step, stepsOf } from './siblings.ts';

interface Place {
  readonly path: Path;
  /** The first place that has held the same value as this one in every member so far. */
  twin: number;
}

/** Values by name all the way down to the places that differ. */
type Branch = Map<string, Branch | 'differs'>;
type Holder = Readonly<Record<string, unknown>>;

/**
 * Objects with the same names in the same nesting. Where values differ is a place; places whose values always agree
 * (a pod's name in its labels) share a slot.
 */
export class Family {
  readonly base: KubeObject;
  size = 1;
  private readonly differing: Branch = new Map();
  private readonly places: Place[] = [];
  private steps: readonly Step[] | undefined;
  private leaders: readonly number[] | undefined;

  constructor(base: KubeObject) {
    this.base = base;
  }

  /** Takes the object in if it has the base's shape. */
  takes(object: KubeObject): boolean {
    const found: Path[] = [];
    if (!compare(this.base, object, this.differing, [], found)) return false;
    for (const path of found) this.addPlace(path);
    this.size++;
    return true;
  }

  /** After all have joined, each member once: places that it shows to differ no longer share a slot. */
  tellApart(member: KubeObject): void {
    const values = this.placeValues(member);
    let parted: Map<number, number[]> | undefined;
    for (const [i, place] of this.places.entries()) {
      const leader = place.twin;
      if (leader === i || values[i] === values[leader]) continue;
      parted ??= new Map();
      const others = parted.get(leader) ?? [];
      const same = others.find((other) => values[other] === values[i]);
      place.twin = same ?? i;
      if (same === undefined) parted.set(leader, [...others, i]);
    }
  }

  slots(): readonly (readonly Path[])[] {
    return this.ledBy().map((leader) =>
      this.places.filter((place) => place.twin === leader).map((place) => place.path),
    );
  }

  /** One value for each slot. */
  valuesOf(member: KubeObject): readonly unknown[] {
    const values = this.placeValues(member);
    return this.ledBy().map((leader) => values[leader]);
  }

  private addPlace(path: Path): void {
    let branch = this.differing;
    for (const name of path.slice(0, -1)) {
      const next = branch.get(name);
      const deeper: Branch = next === undefined || next === 'differs' ? new Map() : next;
      branch.set(name, deeper);
      branch = deeper;
    }
    branch.set(path.at(-1) ?? '', 'differs');
    this.places.push({ path, twin: 0 });
  }

  private placeValues(member: KubeObject): readonly unknown[] {
    this.steps ??= stepsOf(this.places.map((place) => [place.path]));
    const values: unknown[] = new Array(this.places.length);
    gather(member, this.steps, values);
    return values;
  }

  private ledBy(): readonly number[] {
    this.leaders ??= this.places.flatMap((place, i) => (place.twin === i ? [i] : []));
    return this.leaders;
  }
}

/** Whether both have one shape; notes in `found` where their values differ and have not differed before. */
function compare(
  base: unknown,
  other: unknown,
  known: Branch | undefined,
  path: string[],
  found: Path[],
): boolean {
  const a = base as Holder;
  const b = other as Holder;
  const names = Object.keys(a);
  const otherNames = Object.keys(b);
  if (names.length !== otherNames.length || Array.isArray(a) !== Array.isArray(b)) return false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? '';
    if (name !== otherNames[i]) return false;
    const [value, its] = [a[name], b[name]];
    if (value === its) continue;
    if (value === undefined || its === undefined) return false;
    const nested = typeof value === 'object' && value !== null;
    if (nested !== (typeof its === 'object' && its !== null)) return false;
    const before = known?.get(name);
    path.push(name);
    if (!nested) {
      if (before === undefined) found.push([...path]);
    } else if (!compare(value, its, before === 'differs' ? undefined : before, path, found)) return false;
    path.pop();
  }
  return true;
}

function gather(member: unknown, steps: readonly Step[], values: unknown[]): void {
  for (const { name, value, deeper } of steps) {
    const found = (member as Holder)[name];
    if (deeper === undefined) values[value - 1] = found;
    else gather(found, deeper, values);
  }
}
