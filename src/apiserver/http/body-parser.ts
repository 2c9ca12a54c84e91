import { JSON_SCHEMA, load } from 'js-yaml';
import { duplicateFields } from '../../kinds/schema/duplicate-fields.ts';
import { jsonTextFault } from '../../machinery/json-fault.ts';
import { failure } from '../../machinery/status.ts';
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
  if (mediaType === 'application/yaml' || mediaType === PATCH_TYPES.apply) return parseYaml(text);
  if (
    mediaType === PATCH_TYPES.json ||
    mediaType === PATCH_TYPES.merge ||
    mediaType === PATCH_TYPES.strategic
  )
    return parseJson(text);
  throw failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${OBJECT_TYPES.join(', ')}`,
  );
}

function parseJson(text: string): ParsedBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const problem = jsonTextFault(text) ?? 'unexpected end of JSON input';
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
    return { body: load(text, { schema: JSON_SCHEMA, json: true }) };
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return {
      body: undefined,
      fault: `couldn't get version/kind; json parse error: ${problem} (${summary(text)})`,
    };
  }
}

const SUMMARY_LONGEST = 30;

/** summarizeData: the beginning of what was sent. */
function summary(text: string): string {
  if (text === '') return '<empty>';
  const shown = text.startsWith('{') ? text : Buffer.from(text).toString('hex');
  return shown.length > SUMMARY_LONGEST ? `${shown.slice(0, SUMMARY_LONGEST)} ...` : shown;
}
