import { loadAll, type Schema, YAMLException } from 'js-yaml';
import { jsonFault } from '../../machinery/json-fault.ts';
import { asError } from '../errors.ts';
import { documentFault } from './go-yaml/grammar.ts';
import { kubeSchema } from './yaml-schema.ts';

/** The documents of one manifest, as far as they could be read, and what stopped the reading. */
export interface Documents {
  readonly values: readonly unknown[];
  readonly fault: Error | undefined;
}

/** Cuts a manifest into documents and reads each, as kubectl's stream decoder does: what stands before a fault counts. */
export function readDocuments(text: string, schema: Schema = kubeSchema): Documents {
  const source = text.replace(/^\uFEFF/, '');
  return /^\s*\{/.test(source) ? readJsonOrYaml(source, schema) : readYaml(source, schema);
}

function readYaml(text: string, schema: Schema): Documents {
  const values: unknown[] = [];
  try {
    for (const chunk of cut(text)) {
      const value = readOne(chunk, schema);
      if (value !== null && value !== undefined) values.push(value);
    }
  } catch (fault) {
    return { values, fault: asError(fault) };
  }
  return { values, fault: undefined };
}

/** A line beginning `---` separates; only a comment may follow it. */
function* cut(text: string): Generator<string> {
  const all = text.replaceAll('\r\n', '\n').split('\n');
  if (all.at(-1) === '') all.pop();
  let lines: string[] = [];
  for (const line of all) {
    if (!line.startsWith('---')) {
      lines.push(line);
      continue;
    }
    const after = line.slice(3).trim();
    if (after !== '' && !after.startsWith('#')) throw new Error(`invalid Yaml document separator: ${after}`);
    // With nothing before it the separator is read as the document's own start, and its line counts.
    if (lines.length > 0) yield chunkOf(lines);
    lines = lines.length > 0 ? [] : [line];
  }
  if (lines.length > 0) yield chunkOf(lines);
}

/** Up to a `...` line: what follows the end of a document is not looked at. */
function chunkOf(lines: readonly string[]): string {
  const end = lines.findIndex((line) => /^\.\.\.(\s|$)/.test(line));
  return (end < 0 ? lines : lines.slice(0, end)).map((line) => `${line}\n`).join('');
}

/** The first document of a chunk: what follows a `...` is not looked at. */
export function readOne(chunk: string, schema: Schema = kubeSchema): unknown {
  try {
    return load(chunk, schema);
  } catch (error) {
    const why = grammarFault(chunk) ?? plainReason(error);
    throw new Error(`error converting YAML to JSON: ${why}`);
  }
}

/** Inside brackets and quotes go-yaml does not ask for indentation: a line that js-yaml misses it in is moved in. */
function load(chunk: string, schema: Schema): unknown {
  const lines = chunk.split('\n');
  for (;;) {
    try {
      const options = { schema, json: true, maxAliases: 10_000, maxDepth: 1000 };
      const [value] = loadAll(lines.join('\n'), options);
      return value;
    } catch (error) {
      const at = error instanceof YAMLException ? error.mark?.line : undefined;
      const line = at === undefined ? undefined : lines[at];
      const isShallow = error instanceof YAMLException && error.reason === 'deficient indentation';
      if (!isShallow || at === undefined || line === undefined || line.startsWith(MOVED_IN)) throw error;
      if (grammarFault(chunk) !== undefined) throw error;
      lines[at] = MOVED_IN + line;
    }
  }
}

/** Deeper than anybody nests. */
const MOVED_IN = ' '.repeat(200);

function grammarFault(chunk: string): string | undefined {
  const fault = documentFault(chunk);
  return fault === undefined ? undefined : `yaml: ${fault}`;
}

/** What only the values show: an anchor nobody set, a number JSON has no word for. */
function plainReason(error: unknown): string {
  const { message } = asError(error);
  if (!(error instanceof YAMLException)) return message;
  if (error.reason.startsWith('cannot merge mappings')) {
    return 'yaml: map merge requires map or sequence of maps as the value';
  }
  const anchor = /^unidentified alias "(.*)"$/.exec(error.reason)?.[1];
  return `yaml: ${anchor === undefined ? error.reason : `unknown anchor '${anchor}' referenced`}`;
}

/** JSON objects one after the other; what is no JSON is tried as YAML, and the first complaint is the one told. */
function readJsonOrYaml(text: string, schema: Schema): Documents {
  const values: unknown[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const end = endOfValue(rest);
    const parsed = end === undefined ? undefined : parseJson(rest.slice(0, end));
    if (end === undefined || parsed === undefined) {
      const yaml = values.length > 1 ? undefined : readYaml(rest.replace(/^\s*?\n/, ''), schema);
      if (yaml !== undefined && yaml.fault === undefined)
        return { values: [...values, ...yaml.values], fault: undefined };
      return { values, fault: new Error(faultText(rest, text.length - rest.length)) };
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

/** What the JSON decoder says; offsets count from the beginning of the stream. */
function faultText(rest: string, before: number): string {
  const fault = jsonFault(rest);
  return fault === undefined ? 'unexpected EOF' : `json: offset ${before + fault.offset}: ${fault.problem}`;
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
