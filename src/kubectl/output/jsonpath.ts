import { compileJsonPath, type JsonPath, printValues } from '../../machinery/json-path.ts';
import { CommandError } from '../command.ts';
import type { AnyObject } from '../resources/object.ts';
import { goDump, goQuote } from './go-format.ts';
import { formatJson } from './json.ts';

export interface JsonPathManner {
  readonly as: 'text' | 'json';
  /** Whether a field that is nowhere is an error. */
  readonly missing: 'allowed' | 'refused';
}

/** `-o jsonpath=TEMPLATE` and `-o jsonpath-as-json=TEMPLATE`. */
export function jsonPathPrinter(
  template: string,
  { as, missing }: JsonPathManner,
): (object: AnyObject) => string {
  const path = compile(template, missing);
  return (object) => {
    const found = find(path, template, object);
    // Every result becomes an array of its own, text between expressions included.
    if (as === 'json') return found.map((values) => formatJson(values)).join('');
    return found.map(printValues).join('');
  };
}

function compile(template: string, missing: JsonPathManner['missing']): JsonPath {
  try {
    return compileJsonPath(template, { allowMissingKeys: missing === 'allowed' });
  } catch (error) {
    throw new CommandError(`error parsing jsonpath ${template}, ${messageOf(error)}`);
  }
}

function find(path: JsonPath, template: string, object: unknown): ReturnType<JsonPath['find']> {
  try {
    return path.find(object);
  } catch (error) {
    throw new CommandError(
      `error executing jsonpath ${goQuote(template)}: Error executing template: ${messageOf(error)}. ` +
        'Printing more information for debugging the template:\n' +
        `\ttemplate was:\n\t\t${template}\n` +
        `\tobject given to jsonpath engine was:\n\t\t${goDump(object)}\n\n\n`,
    );
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
