import { assert } from '../../machinery/assert.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { withUnfoldedSets } from './folded-sets.ts';

/**
 * How a large table is written: objects that differ in a few values only (pods of one ReplicaSet, events of one reason)
 * are rows of values under one of them that is written whole. The engine and its users never see it.
 */
export interface Siblings {
  /** What rows name it by. */
  readonly siblings: number;
  readonly base: KubeObject;
  /** For each value of a row the places it stands in. */
  readonly slots: readonly (readonly Path[])[];
}
export type Row = readonly [siblings: number, ...values: readonly unknown[]];
export type Line = KubeObject | Siblings | Row;

/** Names from the object down; places of a list by their number. */
export type Path = readonly string[];

/** The lines of a table as they stand in a snapshot: written again as they are when nobody has read the table. */
const texts = new WeakMap<() => Iterable<KubeObject>, Buffer>();

/** The table that stands in the lines; `text` is how they are written. */
export function tableOfLines(lines: Iterable<Line>, text?: Buffer): () => Iterable<KubeObject> {
  const table = (): Iterable<KubeObject> => unpacked(lines);
  if (text !== undefined) texts.set(table, text);
  return table;
}

/** The lines of a table that nobody can have changed since it was loaded. */
export const textOf = (table: () => Iterable<KubeObject>): Buffer | undefined => texts.get(table);

const isSiblings = (line: Line): line is Siblings => 'siblings' in line;
const isRow = (line: Line): line is Row => Array.isArray(line);

/** The objects that the lines stand for, in order. Rows share with their base whatever is the same. */
export function* unpacked(lines: Iterable<Line>): Iterable<KubeObject> {
  const families: (readonly [KubeObject, readonly Step[]])[] = [];
  for (const line of lines) {
    if (isRow(line)) {
      const family = families[line[0]];
      assert(family !== undefined, 'a row comes after what it differs from');
      yield withUnfoldedSets(filled(...family, line));
    } else if (isSiblings(line)) families[line.siblings] = [line.base, stepsOf(line.slots)];
    else yield withUnfoldedSets(line);
  }
}

/** One place to change on the way down: a value of the row, or what lies deeper. */
export interface Step {
  readonly name: string;
  readonly value: number;
  readonly deeper: Step[] | undefined;
}

export function stepsOf(slots: Siblings['slots']): readonly Step[] {
  const root: Step[] = [];
  slots.forEach((paths, i) => {
    for (const path of paths) {
      let level = root;
      for (const name of path.slice(0, -1)) {
        let step = level.find((each) => each.name === name);
        if (step === undefined) {
          step = { name, value: 0, deeper: [] };
          level.push(step);
        }
        level = step.deeper ?? [];
      }
      level.push({ name: path.at(-1) ?? '', value: i + 1, deeper: undefined });
    }
  });
  return root;
}

/** A copy down to the places that differ; the rest is the base's own. */
function filled<T>(base: T, steps: readonly Step[], row: Row): T {
  const copy: unknown = Array.isArray(base) ? base.slice() : { ...base };
  const places = copy as Record<string, unknown>;
  for (const { name, value, deeper } of steps) {
    places[name] = deeper === undefined ? row[value] : filled(places[name], deeper, row);
  }
  return copy as T;
}
