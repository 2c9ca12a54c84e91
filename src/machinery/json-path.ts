import { encodeGoJson, showGoValue } from './go-json.ts';
import { evaluate, type Values } from './json-path/evaluate.ts';
import { parseTemplate } from './json-path/parser.ts';
import { badRequest } from './status.ts';

/** A template in kubectl's JSONPath dialect, ready to be asked. */
export interface JsonPath {
  /** The values of each piece of text and each expression, in order. */
  find(data: unknown): readonly Values[];
  /** The values as kubectl prints them: texts bare, objects and lists as JSON, blanks between. */
  print(data: unknown): string;
}

export interface JsonPathOptions {
  /** Whether a field that is nowhere counts as nothing instead of a fault. */
  readonly allowMissingKeys?: boolean;
}

/** Reads a template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`; throws client-go's words. */
export function compileJsonPath(template: string, options: JsonPathOptions = {}): JsonPath {
  const nodes = parseTemplate(template);
  const keys = options.allowMissingKeys === true ? 'may-miss' : 'must-exist';
  const find = (data: unknown): readonly Values[] => evaluate(nodes, data, keys);
  return { find, print: (data) => find(data).map(printValues).join('') };
}

/** One expression's values as text. */
export const printValues = (values: Values): string => values.map(printValue).join(' ');

function printValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? encodeGoJson(value) : showGoValue(value);
}

/** kubectl's freer form: `metadata.name`, `.metadata.name`, `{metadata.name}` and `{.metadata.name}` are the same. */
export function relaxedJsonPath(expression: string): string {
  if (expression === '') return '';
  const parts = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (parts === null) {
    throw badRequest(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${parts[1] ?? parts[2]}}`;
}
