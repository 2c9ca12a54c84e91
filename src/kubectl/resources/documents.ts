import { loadAll, YAMLException } from 'js-yaml';
import { asError } from '../errors.ts';
import { goYamlError } from './yaml-errors.ts';
import { kubeSchema } from './yaml-schema.ts';

/** The documents of one manifest, as far as they could be read, and what stopped the reading. */
export interface Documents {
  readonly values: readonly unknown[];
  readonly fault: Error | undefined;
}

/** Cuts a manifest into documents and reads each, as kubectl's stream decoder does: what stands before a fault counts. */
export function readDocuments(text: string): Documents {
  const source = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(source) ? readJsonOrYaml(source) : readYaml(source);
}

function readYaml(text: string): Documents {
  const values: unknown[] = [];
  try {
    for (const chunk of cut(text)) {
      const value = readOne(chunk);
      if (value !== null && value !== undefined) values.push(value);
    }
  } catch (fault) {
    return { values, fault: asError(fault) };
  }
  return { values, fault: undefined };
}

/** A line beginning `---` separates; only a comment may follow it. */
function* cut(text: string): Generator<string> {
  let lines: string[] = [];
  for (const line of `${text.replaceAll('\r\n', '\n')}\n`.split('\n')) {
    if (!line.startsWith('---')) {
      lines.push(line);
      continue;
    }
    const after = line.slice(3).trim();
    if (after !== '' && !after.startsWith('#')) throw new Error(`invalid Yaml document separator: ${after}`);
    // Nothing before the separator: go-yaml then reads it as the document's own start, and counts its line.
    if (lines.length > 0) {
      yield lines.join('\n');
      lines = [];
    } else lines.push(line);
  }
  if (lines.some((line) => line !== '')) yield lines.join('\n');
}

/** The first document of a chunk: what follows a `...` is not looked at. */
export function readOne(chunk: string): unknown {
  try {
    const [value] = loadAll(chunk, { schema: kubeSchema, json: true, maxAliases: 10_000, maxDepth: 1000 });
    return value;
  } catch (error) {
    const why =
      error instanceof YAMLException ? `yaml: ${goYamlError(error, chunk)}` : asError(error).message;
    throw new Error(`error converting YAML to JSON: ${why}`);
  }
}

/** JSON objects one after the other; what is no JSON is tried as YAML, and the first complaint is the one told. */
function readJsonOrYaml(text: string): Documents {
  const values: unknown[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const end = endOfValue(rest);
    const parsed = end === undefined ? undefined : parseJson(rest.slice(0, end));
    if (end === undefined || parsed === undefined) {
      const yaml = values.length > 1 ? undefined : readYaml(rest.replace(/^\s*?\n/, ''));
      if (yaml !== undefined && yaml.fault === undefined)
        return { values: [...values, ...yaml.values], fault: undefined };
      return { values, fault: new Error(jsonFault(rest)) };
    }
    values.push(parsed.value);
    rest = rest.slice(end);
  }
  return { values, fault: undefined };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Where the first bracketed value ends. */
function endOfValue(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && character?.trim() !== '') return undefined;
  }
  return undefined;
}

/** encoding/json's complaint: the offset is that of the byte it did not expect, counted from 1. */
export function jsonFault(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = asError(error);
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
    const character = text[at];
    if (Number.isNaN(at) || character === undefined) return 'unexpected EOF';
    const before = text.slice(0, at).trimEnd().at(-1);
    const looking = before === ':' || before === '[' ? 'looking for beginning of value' : expectation(before);
    return `json: offset ${Buffer.byteLength(text.slice(0, at)) + 1}: invalid character '${character}' ${looking}`;
  }
  return 'unexpected EOF';
}

function expectation(before: string | undefined): string {
  if (before === '{' || before === ',') return 'looking for beginning of object key string';
  if (before === '"') return 'after object key:value pair';
  return 'after object key:value pair';
}
