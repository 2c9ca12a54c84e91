import {
  duplicate,
  type FieldError,
  invalid,
  invalidShown,
  required,
  tooLong,
  tooMany,
  unsupported,
} from '../../../machinery/field-path.ts';
import { qualifiedName } from '../../../machinery/names.ts';
import { nonNegative } from '../../validation/numbers.ts';
import type {
  JobSpec,
  OnExitCodes,
  OnPodCondition,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from './types.ts';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const RULES_MOST = 20;
const EXIT_CODES_MOST = 255;
const INDEXES_BYTES = 64 * 1024;

/** Go's %q of a list of words. */
const quotedList = (words: readonly string[]): string =>
  `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
const isMissing = (words: readonly string[]): string => `valid values: ${quotedList(words)}`;
/** A fault that shows no value. */
const whole = (field: string, detail: string): FieldError => ({ type: 'FieldValueInvalid', field, detail });
const showNumbers = (values: readonly number[]): string =>
  values.length === 0 ? '[]int32(nil)' : `[]int32{${values.join(', ')}}`;

/** validatePodFailurePolicy. */
export function validateFailurePolicy(spec: JobSpec, field: string): readonly FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  return [
    ...(rules.length > RULES_MOST ? [tooMany(`${field}.rules`, rules.length, RULES_MOST)] : []),
    ...rules.flatMap((rule, i) => validateRule(spec, rule, `${field}.rules[${i}]`)),
  ];
}

function validateRule(spec: JobSpec, rule: PodFailurePolicyRule, field: string): readonly FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const count = (onExitCodes === undefined ? 0 : 1) + (onPodConditions.length === 0 ? 0 : 1);
  return [
    ...validateAction(spec, rule, `${field}.action`),
    ...(onExitCodes === undefined ? [] : validateExitCodes(spec, onExitCodes, `${field}.onExitCodes`)),
    ...validateConditions(onPodConditions, `${field}.onPodConditions`),
    ...(count === 2
      ? [whole(field, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(count === 0 ? [whole(field, 'specifying one of OnExitCodes and OnPodConditions is required')] : []),
  ];
}

function validateAction(
  spec: JobSpec,
  { action }: PodFailurePolicyRule,
  field: string,
): readonly FieldError[] {
  if (!action) return [required(field, isMissing(ACTIONS))];
  if (!ACTIONS.includes(action)) return [unsupported(field, action, ACTIONS)];
  if (action !== 'FailIndex' || spec.backoffLimitPerIndex !== undefined) return [];
  return [invalid(field, action, 'requires the backoffLimitPerIndex to be set')];
}

function validateExitCodes(spec: JobSpec, codes: OnExitCodes, field: string): readonly FieldError[] {
  const { operator, containerName } = codes;
  const faults: FieldError[] = [];
  if (!operator) faults.push(required(`${field}.operator`, isMissing(OPERATORS)));
  else if (!OPERATORS.includes(operator)) faults.push(unsupported(`${field}.operator`, operator, OPERATORS));
  const { containers, initContainers = [] } = spec.template.spec;
  const names = [...(containers ?? []), ...initContainers].map(({ name }) => name);
  if (containerName !== undefined && !names.includes(containerName)) {
    const why = 'must be one of the container or initContainer names in the pod template';
    faults.push(invalid(`${field}.containerName`, containerName, why));
  }
  return [...faults, ...validateValues(codes, `${field}.values`)];
}

function validateValues({ operator, values: given }: OnExitCodes, field: string): readonly FieldError[] {
  const values = given ?? [];
  const faults: FieldError[] = [];
  if (values.length === 0)
    faults.push(invalidShown(field, showNumbers(values), 'at least one value is required'));
  if (values.length > EXIT_CODES_MOST) faults.push(tooMany(field, values.length, EXIT_CODES_MOST));
  values.forEach((value, i) => {
    const path = `${field}[${i}]`;
    if (operator === 'In' && value === 0)
      faults.push(invalid(path, value, 'must not be 0 for the In operator'));
    if (values.indexOf(value) < i) faults.push(duplicate(path, value));
  });
  const ordered = values.every((value, i) => i === 0 || (values[i - 1] ?? 0) <= value);
  return ordered ? faults : [...faults, invalidShown(field, showNumbers(values), 'must be ordered')];
}

function validateConditions(patterns: readonly OnPodCondition[], field: string): readonly FieldError[] {
  return [
    ...(patterns.length > RULES_MOST ? [tooMany(field, patterns.length, RULES_MOST)] : []),
    ...patterns.flatMap(({ type, status }, i) => {
      const path = `${field}[${i}]`;
      const named = qualifiedName(type).map((text) => invalid(`${path}.type`, type, text));
      if (!status) return [...named, required(`${path}.status`, isMissing(STATUSES))];
      return STATUSES.includes(status) ? named : [...named, unsupported(`${path}.status`, status, STATUSES)];
    }),
  ];
}

/** validateSuccessPolicy, of an Indexed job. */
export function validateSuccessPolicy(spec: JobSpec, field: string): readonly FieldError[] {
  const rules = spec.successPolicy?.rules ?? [];
  const path = `${field}.rules`;
  const none = required(path, 'at least one rules must be specified when the successPolicy is specified');
  return [
    ...(rules.length === 0 ? [none] : []),
    ...(rules.length > RULES_MOST ? [tooMany(path, rules.length, RULES_MOST)] : []),
    ...rules.flatMap((rule, i) => validateSuccessRule(rule, spec.completions ?? 0, `${path}[${i}]`)),
  ];
}

function validateSuccessRule(
  rule: SuccessPolicyRule,
  completions: number,
  field: string,
): readonly FieldError[] {
  const { succeededCount: count, succeededIndexes: indexes } = rule;
  const faults: FieldError[] = [];
  if (count === undefined && indexes === undefined) {
    faults.push(required(field, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  const total = indexes === undefined ? 0 : countIndexes(indexes, completions);
  if (indexes !== undefined) {
    const path = `${field}.succeededIndexes`;
    if (indexes.length > INDEXES_BYTES) faults.push(tooLong(path, INDEXES_BYTES));
    if (typeof total === 'string')
      faults.push(invalid(path, indexes, `error parsing succeededIndexes: ${total}`));
  }
  if (count === undefined) return faults;
  const path = `${field}.succeededCount`;
  const most = (bound: number, what: string): FieldError =>
    invalid(path, count, `must be less than or equal to ${bound} (the number of ${what})`);
  const known = typeof total === 'string' ? 0 : total;
  return [
    ...faults,
    ...nonNegative(count, path),
    ...(count > completions ? [most(completions, 'specified completions')] : []),
    ...(indexes !== undefined && count > known
      ? [most(known, 'indexes in the specified succeededIndexes field')]
      : []),
  ];
}

/** How many indexes `1,3-5` names; a text where it cannot be read (validateIndexesFormat). */
function countIndexes(text: string, completions: number): number | string {
  let total = 0;
  let last = -1;
  if (text === '') return 0;
  for (const interval of text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) {
      return `the fragment ${JSON.stringify(interval)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    }
    for (const limit of limits) {
      if (!/^[+-]?\d+$/.test(limit))
        return `cannot convert string to integer for index: ${JSON.stringify(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`;
    }
    const [first = 0, end = first] = limits.map(Number);
    if (limits.length === 2 && first >= end)
      return `non-increasing order, previous: ${first}, current: ${end}`;
    if (last >= first) return `non-increasing order, previous: ${last}, current: ${first}`;
    total += end - first + 1;
    last = end;
  }
  return total;
}
