import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';
import { validate } from './validation.ts';

export type LimitRange = types.LimitRange;
export const LimitRange = defineKind<LimitRange>({
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  scope: 'Namespaced',
  defaults,
  validate,
  nameRule: nameIsDnsSubdomain,
  columns: [],
});

function defaults(range: LimitRange): LimitRange {
  const { limits } = range.spec ?? {};
  return limits ? { ...range, spec: { limits: limits.map(defaultItem) } } : range;
}

/** SetDefaults_LimitRangeItem: what containers get where nothing is said follows the bounds. */
function defaultItem(item: types.LimitRangeItem): types.LimitRangeItem {
  if (item.type !== 'Container') return item;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  return { ...item, ...present('default', limits), ...present('defaultRequest', requests) };
}

const present = (name: string, list: object): object =>
  Object.keys(list).length === 0 ? {} : { [name]: list };
