import { duplicate, type FieldError, forbidden, invalid, required } from '../../../machinery/field-path.ts';
import { qualifiedName } from '../../../machinery/names.ts';
import {
  canonicalQuantity,
  compareQuantity,
  milliValue,
  parseQuantity,
} from '../../../machinery/quantity.ts';
import { validateResourceName as validateContainerResource } from '../../pod-template/containers/resource-validation.ts';
import { dumpQuantity } from '../../schema/go-dump.ts';
import { validateResourceName } from '../../validation/resource-names.ts';
import type { ResourceList } from '../pod/types.ts';
import type { LimitRange, LimitRangeItem } from './types.ts';

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const BOUNDS = ['max', 'min'] as const;
const DEFAULTS = ['default', 'defaultRequest'] as const;

/** ValidateLimitRange. */
export function validate({ spec }: LimitRange): readonly FieldError[] {
  const limits = spec?.limits ?? [];
  return limits.flatMap((item, i) => {
    const field = `spec.limits[${i}]`;
    const repeated = limits.findIndex(({ type }) => type === item.type) < i;
    return [
      ...validateType(item.type, `${field}.type`),
      ...(repeated ? [duplicate(`${field}.type`, item.type)] : []),
      ...validateNames(item, field),
      ...validateAmounts(item, field),
    ];
  });
}

function validateType(type: string, field: string): readonly FieldError[] {
  const faults = qualifiedName(type).map((text) => invalid(field, type, text));
  if (faults.length > 0 || type.includes('/') || TYPES.includes(type)) return faults;
  return [invalid(field, type, 'must be a standard limit type or fully qualified')];
}

function validateNames(item: LimitRangeItem, field: string): readonly FieldError[] {
  const rule =
    item.type === 'Pod' || item.type === 'Container' ? validateContainerResource : validateResourceName;
  const named = (list: keyof LimitRangeItem): readonly FieldError[] =>
    Object.keys((item[list] ?? {}) as ResourceList)
      .sort()
      .flatMap((name) => rule(name, `${field}.${list}[${name}]`));
  const misplaced = DEFAULTS.filter((list) => item[list] !== undefined).map((list) =>
    forbidden(`${field}.${list}`, "may not be specified when `type` is 'Pod'"),
  );
  const isClaim = item.type === 'PersistentVolumeClaim';
  const sized = item.min?.['storage'] !== undefined || item.max?.['storage'] !== undefined;
  const why = 'either minimum or maximum storage value is required, but neither was provided';
  return [
    ...BOUNDS.flatMap(named),
    ...(item.type === 'Pod' ? misplaced : DEFAULTS.flatMap(named)),
    ...(isClaim && !sized ? [required(`${field}.limits`, why)] : []),
    ...named('maxLimitRequestRatio'),
  ];
}

/** The amounts of one resource must be in order. */
function validateAmounts(item: LimitRangeItem, field: string): readonly FieldError[] {
  const lists = [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio];
  const names = [...new Set(lists.flatMap((list) => Object.keys(list ?? {})))].sort();
  return names.flatMap((name) => [...validateOrder(item, name, field), ...validateRatio(item, name, field)]);
}

function validateOrder(item: LimitRangeItem, name: string, field: string): readonly FieldError[] {
  const of = (list: ResourceList | undefined): string | undefined => list?.[name];
  const isPod = item.type === 'Pod';
  const [min, max] = [of(item.min), of(item.max)];
  const [limit, request] = isPod ? [] : [of(item.default), of(item.defaultRequest)];
  const faults: FieldError[] = [];
  const ordered = (
    [small, smallWord]: readonly [string | undefined, string],
    [large, largeWord]: readonly [string | undefined, string],
    place: string,
    shown: string | undefined,
  ): void => {
    if (small === undefined || large === undefined || exceeds(small, large) <= 0) return;
    const detail = `${smallWord} ${canonicalQuantity(small)} is greater than ${largeWord} ${canonicalQuantity(large)}`;
    faults.push(quantityFault(`${field}.${place}[${name}]`, shown, detail));
  };
  ordered([min, 'min value'], [max, 'max value'], 'min', min);
  ordered([min, 'min value'], [request, 'default request value'], 'defaultRequest', request);
  ordered([request, 'default request value'], [max, 'max value'], 'defaultRequest', request);
  ordered([request, 'default request value'], [limit, 'default limit value'], 'defaultRequest', request);
  ordered([min, 'min value'], [limit, 'default value'], 'default', min);
  ordered([limit, 'default value'], [max, 'max value'], 'default', max);
  return faults;
}

const exceeds = (a: string, b: string): number => compareQuantity(parseQuantity(a), parseQuantity(b));

function quantityFault(field: string, text: string | undefined, detail: string): FieldError {
  return { ...invalid(field, text, detail), shown: dumpQuantity(text) };
}

function validateRatio(item: LimitRangeItem, name: string, field: string): readonly FieldError[] {
  const ratio = item.maxLimitRequestRatio?.[name];
  if (ratio === undefined) return [];
  const path = `${field}.maxLimitRequestRatio[${name}]`;
  const shown = canonicalQuantity(ratio);
  const faults = exceeds(ratio, '1') < 0 ? [quantityFault(path, ratio, `ratio ${shown} is less than 1`)] : [];
  const [min, max] = [item.min?.[name], item.max?.[name]];
  if (min === undefined || max === undefined) return faults;
  const bound = milliValue(parseQuantity(max)) / milliValue(parseQuantity(min));
  if (milliValue(parseQuantity(ratio)) / 1000 <= bound) return faults;
  return [
    ...faults,
    quantityFault(path, ratio, `ratio ${shown} is greater than max/min = ${bound.toFixed(6)}`),
  ];
}
