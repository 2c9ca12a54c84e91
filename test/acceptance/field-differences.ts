import type { FieldDifference } from './rules.ts';

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every field that differs, the deepest that says it. */
export function fieldDifferences(
  place: string,
  expected: unknown,
  actual: unknown,
): readonly FieldDifference[] {
  if (isFields(expected) && isFields(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return keys.flatMap((key) => fieldDifferences(`${place}${step(key)}`, expected[key], actual[key]));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length);
    return Array.from({ length }, (_, index) =>
      fieldDifferences(`${place}[]`, expected[index], actual[index]),
    ).flat();
  }
  return Object.is(expected, actual) ? [] : [{ place, expected, actual }];
}

function step(key: string): string {
  return /[./]/.test(key) ? `[${key}]` : `.${key}`;
}
