import { type FieldError, invalid } from '../../machinery/field-path.ts';
import type { JsonSchema } from '../apiextensions/customresourcedefinition/schema-types.ts';
import type { At } from './at.ts';
import { type Outcome, Outcomes } from './outcome.ts';

type Validate = (schema: JsonSchema, value: unknown, at: At) => Outcome;

/** anyOf, oneOf, allOf and not. Of alternatives that all fail the likeliest one's faults are told, too. */
export function validateConnectives(
  { anyOf = [], oneOf = [], allOf = [], not }: JsonSchema,
  value: unknown,
  at: At,
  validate: Validate,
): Outcome {
  const all = new Outcomes();
  const outcomes = (schemas: readonly JsonSchema[]): readonly Outcome[] =>
    schemas.map((schema) => validate(schema, value, at));
  if (anyOf.length > 0) anyOfInto(all, outcomes(anyOf), at);
  if (oneOf.length > 0) oneOfInto(all, outcomes(oneOf), at);
  if (allOf.length > 0) allOfInto(all, outcomes(allOf), at);
  if (not !== undefined && isValid(validate(not, value, at)))
    all.add(told(at, 'must not validate the schema (not)'));
  all.count();
  return all.outcome();
}

const isValid = ({ faults }: Outcome): boolean => faults.length === 0;

/** Faults of the whole bear no field: the words name it. */
function told({ prefix, name }: At, words: string): Outcome {
  const error: FieldError = invalid(prefix === '' ? '<nil>' : prefix, '', `${JSON.stringify(name)} ${words}`);
  return { faults: [error], matches: 0 };
}

const likeliest = (outcomes: readonly Outcome[]): Outcome | undefined =>
  outcomes.reduce<Outcome | undefined>(
    (best, outcome) => (best === undefined || outcome.matches > best.matches ? outcome : best),
    undefined,
  );

function anyOfInto(all: Outcomes, outcomes: readonly Outcome[], at: At): void {
  const first = outcomes.find(isValid);
  if (first === undefined) all.add(told(at, 'must validate at least one schema (anyOf)'));
  const shown = first ?? likeliest(outcomes);
  if (shown !== undefined) all.add(shown);
}

function oneOfInto(all: Outcomes, outcomes: readonly Outcome[], at: At): void {
  const valid = outcomes.filter(isValid);
  const [only] = valid;
  if (valid.length === 1 && only !== undefined) {
    all.add(only);
    return;
  }
  const why = valid.length === 0 ? 'Found none valid' : `Found ${valid.length} valid alternatives`;
  all.add(told(at, `must validate one and only one schema (oneOf). ${why}`));
  const shown = valid.length === 0 ? likeliest(outcomes) : undefined;
  if (shown !== undefined) all.add(shown);
}

function allOfInto(all: Outcomes, outcomes: readonly Outcome[], at: At): void {
  for (const outcome of outcomes) all.add(outcome);
  const valid = outcomes.filter(isValid).length;
  if (valid === outcomes.length) return;
  all.add(told(at, `must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`));
}
