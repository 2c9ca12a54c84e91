import { equalJson, type Fields, isFields } from '../json.ts';
import { UNKNOWN_MAP } from './compare.ts';
import { elementOf } from './list-items.ts';
import type { ListSchema, MapSchema, MergeSchema } from './merge-schema.ts';
import type { PathElement } from './path-element.ts';

/**
 * The live value with a configuration merged in: a leaf is the configuration's where it has one, nothing goes.
 * `undefined` where nothing is left to hold.
 */
export function mergeValues(schema: MergeSchema, live: unknown, config: unknown): unknown {
  if (config === undefined) return live;
  if (schema.form === 'scalar') return config;
  if (schema.form === 'any') {
    if (schema.atomic || !isFields(config)) return config;
    return mergeMaps(UNKNOWN_MAP, isFields(live) ? live : {}, config);
  }
  const isAtomic = schema.form === 'map' ? schema.atomic : schema.relation === 'atomic';
  if (isAtomic || (isBare(live) && isBare(config))) return config;
  return schema.form === 'map'
    ? mergeMaps(schema, isFields(live) ? live : {}, isFields(config) ? config : {})
    : mergeLists(schema, Array.isArray(live) ? live : [], Array.isArray(config) ? config : []);
}

const isBare = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

function mergeMaps(schema: MapSchema, live: Fields, config: Fields): unknown {
  const merged: Record<string, unknown> = { ...live };
  for (const [name, value] of Object.entries(config)) {
    const type = schema.field(name)?.schema ?? schema.element;
    if (type === undefined) continue;
    const result = mergeValues(type, live[name], value);
    if (result === undefined) delete merged[name];
    else merged[name] = result;
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}

interface Named {
  readonly elements: readonly PathElement[];
  readonly items: ReadonlyMap<PathElement, unknown>;
}

/** Twins of the live list are not merged with: they count as not there. */
function named(schema: ListSchema, list: readonly unknown[]): Named {
  const elements: PathElement[] = [];
  const items = new Map<PathElement, unknown>();
  for (const item of list) {
    const found = elementOf(schema, item);
    if (!('element' in found)) continue;
    elements.push(found.element);
    items.set(found.element, items.has(found.element) ? null : item);
  }
  return { elements, items };
}

/** Items that only one side has stay where they stand among the others; shared ones come in the configuration's order. */
function mergeLists(schema: ListSchema, live: readonly unknown[], config: readonly unknown[]): unknown {
  const left = named(schema, live);
  const right = named(schema, config);
  const shared = right.elements.filter((element) => left.items.has(element));
  const merged: unknown[] = [];
  const taken = new Set<PathElement>();
  let nextShared = shared.shift();
  const take = (element: PathElement): void => {
    taken.add(element);
    const item = mergeValues(schema.element, left.items.get(element), right.items.get(element));
    if (item !== undefined) merged.push(item);
    if (nextShared === element) nextShared = shared.shift();
  };
  let l = 0;
  let r = 0;
  while (l < left.elements.length || r < right.elements.length) {
    const mine = left.elements[l];
    const theirs = right.elements[r];
    if (mine !== undefined && mine === theirs) {
      take(mine);
      l++;
      r++;
    } else if (mine !== undefined && !right.items.has(mine)) {
      merged.push(live[l]);
      l++;
    } else if (
      mine !== undefined &&
      (taken.has(mine) || (theirs !== undefined && nextShared !== undefined && nextShared !== mine))
    ) {
      // Shared, but not the one whose turn it is: it comes where the configuration has it.
      l++;
    } else if (theirs !== undefined) {
      take(theirs);
      r++;
    }
  }
  return merged.length === 0 ? undefined : merged;
}

/** Whether merging left the object as it was. */
export const isUnchanged = (live: unknown, merged: unknown): boolean => equalJson(live, merged);
