import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import { compareQuantity, parseQuantity } from '../../machinery/quantity.ts';

/** Fields that are maps in the API: empty and absent are the same there. An empty object elsewhere says something. */
const MAPS: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'nodeSelector',
  'matchLabels',
  'limits',
  'requests',
  'overhead',
  'volumeAttributes',
]);
const QUANTITY_MAPS: ReadonlySet<string> = new Set(['limits', 'requests', 'overhead']);
const QUANTITIES: ReadonlySet<string> = new Set(['sizeLimit', 'divisor']);

/** Semantic equality: an absent list or map equals an empty one, and quantities are compared by value (D-11). */
export function equalTemplates(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return a === b || (same('metadata', a.metadata ?? {}, b.metadata ?? {}) && same('spec', a.spec, b.spec));
}

function same(name: string, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(name, a) || isNothing(name, b)) return isNothing(name, a) && isNothing(name, b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => same('', item, b[index]));
  }
  if (isFields(a)) return isFields(b) && sameFields(name, a, b);
  return QUANTITIES.has(name) && sameQuantity(a, b);
}

function sameFields(name: string, a: Fields, b: Fields): boolean {
  const ofQuantities = QUANTITY_MAPS.has(name);
  const ofText = MAPS.has(name);
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const equal = ofQuantities
      ? sameQuantity(a[key], b[key])
      : ofText
        ? a[key] === b[key]
        : same(key, a[key], b[key]);
    if (!equal) return false;
  }
  return true;
}

/** Also null, which is how an unset creationTimestamp travels. */
function isNothing(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return MAPS.has(name) && isFields(value) && Object.keys(value).length === 0;
}

function sameQuantity(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return isAmount(a) && isAmount(b) && compareQuantity(parseQuantity(a), parseQuantity(b)) === 0;
}

const isAmount = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
