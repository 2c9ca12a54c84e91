import { type Fields, isFields } from '../../machinery/json.ts';

/** A message of protocol buffers: how it is written. */
type Message = (value: Fields) => Uint8Array;

/** The Swagger document as the message openapi.v2.Document, which kubectl asks for. */
export function encodeOpenApiV2(document: unknown): Uint8Array {
  return documentMessage(document as Fields);
}

const UTF8 = new TextEncoder();

/** One field that has a length: a text, or a message. */
function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? UTF8.encode(content) : content;
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function flag(number: number, value: unknown): readonly Uint8Array[] {
  return value === true ? [Buffer.concat([varint(number << 3), varint(1)])] : [];
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

const message = (...parts: readonly (readonly Uint8Array[])[]): Uint8Array => Buffer.concat(parts.flat());
const text = (number: number, value: unknown): readonly Uint8Array[] =>
  typeof value === 'string' && value !== '' ? [field(number, value)] : [];
const texts = (number: number, value: unknown): readonly Uint8Array[] =>
  Array.isArray(value) ? value.map((item) => field(number, String(item))) : [];
const one = (number: number, value: unknown, of: Message): readonly Uint8Array[] =>
  isFields(value) ? [field(number, of(value))] : [];
const several = (number: number, value: unknown, of: Message): readonly Uint8Array[] =>
  Array.isArray(value) ? value.map((item) => field(number, of(item as Fields))) : [];
/** A map is a list of its names and values. */
const named = (number: number, value: unknown, of: Message): readonly Uint8Array[] =>
  Object.entries(isFields(value) ? value : {}).map(([name, item]) =>
    field(number, message(text(1, name), one(2, item, of))),
  );
/** Extensions are told as YAML: JSON is that, too. */
const extensions = (number: number, value: Fields): readonly Uint8Array[] =>
  Object.entries(value)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, item]) => field(number, message([field(1, name)], [field(2, any(item))])));
const any = (value: unknown): Uint8Array => field(2, `${JSON.stringify(value)}\n`);

const documentMessage: Message = ({ swagger, info, paths, definitions, parameters }) =>
  message(
    text(1, swagger),
    one(2, info, ({ title, version }) => message(text(1, title), text(2, version))),
    [field(8, message(named(2, paths, pathItem)))],
    [field(9, message(named(1, definitions, schema)))],
    [field(10, message(named(1, parameters, parameter)))],
  );

const pathItem: Message = ({ get, put, post, delete: deletes, patch, parameters }) =>
  message(
    one(2, get, operation),
    one(3, put, operation),
    one(4, post, operation),
    one(5, deletes, operation),
    one(8, patch, operation),
    several(9, parameters, parametersItem),
  );

const operation: Message = (value) =>
  message(
    texts(1, value['tags']),
    text(3, value['description']),
    text(5, value['operationId']),
    texts(6, value['produces']),
    texts(7, value['consumes']),
    several(8, value['parameters'], parametersItem),
    [field(9, message(named(1, value['responses'], (response) => field(1, responseMessage(response)))))],
    texts(10, value['schemes']),
    extensions(13, value),
  );

const responseMessage: Message = ({ description, schema: of }) =>
  message(
    text(1, description),
    one(2, of, (value) => field(1, schema(value))),
  );

const parametersItem: Message = (value) =>
  typeof value['$ref'] === 'string' ? field(2, message(text(1, value['$ref']))) : field(1, parameter(value));

function parameter(value: Fields): Uint8Array {
  const { in: place, name, description, required, type, uniqueItems } = value;
  if (place === 'body')
    return field(
      1,
      message(text(2, name), text(3, place), flag(4, required), one(5, value['schema'], schema)),
    );
  const common = [...flag(1, required), ...text(2, place), ...text(3, description), ...text(4, name)];
  return place === 'path'
    ? field(2, field(4, message(common, text(5, type), flag(19, uniqueItems))))
    : field(2, field(3, message(common, text(6, type), flag(20, uniqueItems))));
}

const schema: Message = (value) =>
  message(
    text(1, value['$ref']),
    text(2, value['format']),
    text(4, value['description']),
    texts(19, value['required']),
    Array.isArray(value['enum']) ? value['enum'].map((item) => field(20, any(item))) : [],
    one(21, value['additionalProperties'], (of) => field(1, schema(of))),
    typeof value['type'] === 'string' ? [field(22, message(text(1, value['type'])))] : [],
    one(23, value['items'], (of) => field(1, schema(of))),
    isFields(value['properties']) ? [field(25, message(named(1, value['properties'], schema)))] : [],
    extensions(31, value),
  );
