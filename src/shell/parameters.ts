import { evaluate, type Variables } from './arithmetic.ts';
import { patternExpression } from './patterns.ts';

/** `${x#pattern}`, `${x%%pattern}`, `${x/a/b}`, `${x:1:2}`, `${x^^}`. */
export function changed(
  value: string,
  operator: string,
  pattern: string,
  second: string | undefined,
  variables: Variables,
): string {
  switch (operator) {
    case '#':
    case '##':
      return withoutStart(value, pattern, operator === '##');
    case '%':
    case '%%':
      return withoutEnd(value, pattern, operator === '%%');
    case '/':
    case '//':
      return replaced(value, pattern, second ?? '', operator === '//');
    case ':':
      return part(
        value,
        evaluate(pattern, variables),
        second === undefined ? undefined : evaluate(second, variables),
      );
    case '^^':
      return value.toUpperCase();
    case ',,':
      return value.toLowerCase();
    case '^':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    default:
      return value.slice(0, 1).toLowerCase() + value.slice(1);
  }
}

function withoutStart(value: string, pattern: string, longest: boolean): string {
  const expression = patternExpression(pattern);
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step;
    if (expression.test(value.slice(0, length))) return value.slice(length);
  }
  return value;
}

function withoutEnd(value: string, pattern: string, longest: boolean): string {
  const expression = patternExpression(pattern);
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step;
    if (expression.test(value.slice(value.length - length))) return value.slice(0, value.length - length);
  }
  return value;
}

function replaced(value: string, pattern: string, by: string, everywhere: boolean): string {
  if (pattern === '') return value;
  const inner = patternExpression(pattern).source.slice(1, -1);
  const expression = new RegExp(inner, everywhere ? 'g' : '');
  return value.replace(expression, () => by);
}

function part(value: string, start: number, length: number | undefined): string {
  const from = start < 0 ? Math.max(0, value.length + start) : start;
  const to = length === undefined ? value.length : length < 0 ? value.length + length : from + length;
  return value.slice(from, to);
}
