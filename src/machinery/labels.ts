import { compareText } from './json.ts';
import {
  byKey,
  newRequirement,
  type Operator,
  parseInt64,
  parseRequirements,
  type Requirement,
} from './label-selector-parser.ts';
import { badRequest } from './status.ts';

export type Labels = Readonly<Record<string, string>>;

/** metav1.LabelSelector as objects carry it. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** What must all be true of an object's labels: nothing asked matches everything. */
export type Selector = readonly Requirement[];

export const EVERYTHING: Selector = [];
/** Matches no labels at all: what an absent selector means. */
export const NOTHING: Selector = [{ key: '', operator: 'in', values: [] }];

/** Whether the labels meet every requirement. */
export function matches(selector: Selector, labels: Labels | undefined): boolean {
  for (const requirement of selector) if (!meets(requirement, labels?.[requirement.key])) return false;
  return true;
}

/** `found` may be a method of Object.prototype when the key bears its name: only text is a label. */
function meets({ operator, values }: Requirement, found: unknown): boolean {
  const value = typeof found === 'string' ? found : undefined;
  switch (operator) {
    case '=':
    case '==':
      return value !== undefined && value === values[0];
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    default:
      return value !== undefined && compares(operator, value, values[0] ?? '');
  }
}

function compares(operator: 'gt' | 'lt', value: string, bound: string): boolean {
  const left = parseInt64(value);
  const right = parseInt64(bound);
  if (left === undefined || right === undefined) return false;
  return operator === 'gt' ? left > right : left < right;
}

/** What was read lately: controllers ask for the same few selectors again and again. */
const parsed = new Map<string, readonly Requirement[]>();
const PARSED_MOST = 1000;

/** Reads a selector as flags and queries write it; throws BadRequest with the server's words. */
export function parseSelector(text: string): readonly Requirement[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const requirements = parseRequirements(text);
  if (parsed.size === PARSED_MOST) parsed.clear();
  parsed.set(text, requirements);
  return requirements;
}

const selectors = new WeakMap<LabelSelector, Selector>();

/** The requirements of an object's selector, by key; an absent one selects nothing, an empty one everything. */
export function selectorFrom(selector: LabelSelector | undefined): Selector {
  if (selector === undefined) return NOTHING;
  const known = selectors.get(selector);
  if (known !== undefined) return known;
  const made = byKey([
    ...Object.entries(selector.matchLabels ?? {})
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([key, value]) => newRequirement(key, '=', [value])),
    ...(selector.matchExpressions ?? []).map((one) =>
      newRequirement(one.key, operatorOf(one), one.values ?? []),
    ),
  ]);
  selectors.set(selector, made);
  return made;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

function operatorOf({ operator }: LabelSelectorRequirement): Operator {
  const known = OPERATORS.get(operator);
  if (known === undefined)
    throw badRequest(`${JSON.stringify(operator)} is not a valid label selector operator`);
  return known;
}

/** The selector of a plain map (Service, ReplicationController); empty selects everything. */
export function selectorFromLabels(labels: Labels | undefined): Selector {
  return Object.entries(labels ?? {})
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, value]) => ({ key, operator: '=' as const, values: [value] }));
}

/** Whether the selector of an object asks nothing (an absent one does not select at all: not empty). */
export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  if (selector === undefined) return false;
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
}

/** `app=web,tier in (a,b)`: a parsed selector as text. */
export function formatRequirements(selector: Selector): string {
  return selector === NOTHING ? '' : selector.map(formatRequirement).join(',');
}

const SHOWN: Readonly<Record<Operator, string>> = {
  '=': '=',
  '==': '==',
  '!=': '!=',
  in: ' in ',
  notin: ' notin ',
  gt: '>',
  lt: '<',
  exists: '',
  '!': '',
};

function formatRequirement({ key, operator, values }: Requirement): string {
  const shown = values.toSorted(compareText).join(',');
  const operand = operator === 'in' || operator === 'notin' ? `(${shown})` : shown;
  return `${operator === '!' ? '!' : ''}${key}${SHOWN[operator]}${operand}`;
}

/** As printers show an object's selector: `<none>` where it is empty or absent, `<error>` where it is wrong. */
export function formatSelector(selector: LabelSelector | undefined): string {
  try {
    return formatRequirements(selectorFrom(selector)) || '<none>';
  } catch {
    return '<error>';
  }
}

/** `a=1,b=2` by key: labels as describe and `--show-labels` list them; '' where there are none. */
export function formatLabels(labels: Labels | undefined): string {
  return Object.entries(labels ?? {})
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** A parsed selector as objects write it; throws where it has no such form (metav1.ParseToLabelSelector). */
export function labelSelectorFrom(text: string): LabelSelector {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: LabelSelectorRequirement[] = [];
  for (const { key, operator, values } of parseSelector(text)) {
    if (operator === '=' || operator === '==') matchLabels[key] = values[0] ?? '';
    else if (operator === 'in') matchExpressions.push({ key, operator: 'In', values });
    else if (operator === 'notin') matchExpressions.push({ key, operator: 'NotIn', values });
    else if (operator === 'exists') matchExpressions.push({ key, operator: 'Exists' });
    else if (operator === '!') matchExpressions.push({ key, operator: 'DoesNotExist' });
    else {
      const shown = JSON.stringify(operator);
      throw badRequest(
        operator === '!='
          ? `${shown} is not a valid label selector operator`
          : `${shown} isn't supported in label selectors`,
      );
    }
  }
  return {
    ...(Object.keys(matchLabels).length === 0 ? {} : { matchLabels }),
    ...(matchExpressions.length === 0 ? {} : { matchExpressions }),
  };
}
