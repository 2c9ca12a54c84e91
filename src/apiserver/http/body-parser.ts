import { JSON_SCHEMA, load } from 'js-yaml';
import { duplicateFields } from '../../kinds/schema/duplicate-fields.ts';
import { jsonTextFault } from '../../machinery/json-fault.ts';
import { badRequest, failure } from '../../machinery/status.ts';
import { PATCH_TYPES } from '../patch-types.ts';
import { decodeProtobuf } from './protobuf/decode.ts';

/** A body as a request carries it. */
export interface ParsedBody {
  readonly body: unknown;
  /** Keys that stand twice, in the words of strict decoding. */
  readonly duplicates?: readonly string[];
  /** Why the bytes are no object at all. */
  readonly fault?: string;
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
/** The media types of whole objects, as refusals list them. */
export const OBJECT_TYPES = ['application/json', 'application/yaml', PROTOBUF] as const;

/** Reads the bytes of a body as its media type says. Throws UnsupportedMediaType. */
export function parseBody(bytes: Uint8Array, mediaType: string): ParsedBody {
  if (mediaType === PROTOBUF) return { body: decodeProtobuf(bytes) };
  const text = new TextDecoder().decode(bytes);
  if (mediaType === '' || mediaType === 'application/json') return parseJson(text);
  if (mediaType === 'application/yaml') return parseYaml(text);
  if (mediaType === PATCH_TYPES.apply) return { body: parseApplied(text) };
  if (
    mediaType === PATCH_TYPES.json ||
    mediaType === PATCH_TYPES.merge ||
    mediaType === PATCH_TYPES.strategic
  )
    return { body: parsePatch(text) };
  throw failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${OBJECT_TYPES.join(', ')}`,
  );
}

/** A patch is refused in the plain words of encoding/json: there is no kind to speak of. */
function parsePatch(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(problemOf(text));
  }
}

function parseApplied(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${firstLineOf(error)}`);
  }
}

const problemOf = (text: string): string => jsonTextFault(text) ?? 'unexpected end of JSON input';

function parseJson(text: string): ParsedBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const problem = problemOf(text);
    return {
      body: undefined,
      fault: `couldn't get version/kind; json parse error: ${problem} (${summary(text)})`,
    };
  }
  const duplicates = duplicateFields(text);
  return duplicates.length === 0 ? { body } : { body, duplicates };
}

function parseYaml(text: string): ParsedBody {
  try {
    return { body: readYaml(text) };
  } catch (error) {
    return {
      body: undefined,
      fault: `couldn't get version/kind; json parse error: ${firstLineOf(error)} (${summary(text)})`,
    };
  }
}

/** More than any text of an allowed length holds without aliases of aliases. */
const MOST_VALUES = 2_000_000;

function readYaml(text: string): unknown {
  const value = load(text, { schema: JSON_SCHEMA, json: true });
  if (valuesIn(value, MOST_VALUES) >= MOST_VALUES) throw new Error('document contains excessive aliasing');
  return value;
}

/** How many values there are with every alias written out; no more than `most` are counted. */
function valuesIn(value: unknown, most: number): number {
  let count = 1;
  if (typeof value !== 'object' || value === null) return count;
  for (const inner of Object.values(value)) {
    count += valuesIn(inner, most - count);
    if (count >= most) break;
  }
  return count;
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

const SUMMARY_LONGEST = 30;

/** summarizeData: the beginning of what was sent. */
function summary(text: string): string {
  if (text === '') return '<empty>';
  const shown = text.startsWith('{') ? text : Buffer.from(text).toString('hex');
  return shown.length > SUMMARY_LONGEST ? `${shown.slice(0, SUMMARY_LONGEST)} ...` : shown;
}
