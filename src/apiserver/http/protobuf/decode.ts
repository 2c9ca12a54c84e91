import { instant, microTimeOf, timeOf } from '../../../machinery/instant.ts';
import { badRequest } from '../../../machinery/status.ts';
import { type Field, type Message, messageNamed } from './fields.ts';
import { WireReader } from './wire.ts';

/** What every body of the protobuf media type begins with. */
const MAGIC = 'k8s\0';

type Fields = Record<string, unknown>;

/** The object that a body of `application/vnd.kubernetes.protobuf` holds, as its JSON would be. Throws BadRequest. */
export function decodeProtobuf(bytes: Uint8Array): unknown {
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC)
    throw badRequest(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  try {
    const envelope = decodeMessage('am.runtime.Unknown', bytes.subarray(MAGIC.length));
    const { apiVersion = '', kind = '', raw } = envelope as Readonly<Record<string, string | undefined>>;
    const message = messageOf(apiVersion, kind);
    if (messageNamed(message) === undefined)
      throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
    return { apiVersion, kind, ...(decodeMessage(message, Buffer.from(raw ?? '', 'base64')) as Fields) };
  } catch (error) {
    if (error instanceof RangeError) throw badRequest(error.message);
    throw error;
  }
}

/** `rbac.authorization.k8s.io/v1` and `Role` stand in `rbac.v1.Role`; options belong to no group. */
function messageOf(apiVersion: string, kind: string): string {
  if (OPTIONS.has(kind)) return `am.apis.meta.v1.${kind}`;
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `${group.split('.')[0]}.${version}.${kind}`;
}

/** Every group serves them in its own name. */
const OPTIONS = new Set(['DeleteOptions', 'CreateOptions', 'UpdateOptions', 'PatchOptions', 'ListOptions']);

function decodeMessage(name: string, bytes: Uint8Array): unknown {
  const fields = messageNamed(name);
  if (fields === undefined) throw badRequest(`unknown message ${name}`);
  const object: Fields = {};
  const reader = new WireReader(bytes);
  while (!reader.isDone()) {
    const tag = Number(reader.varint());
    const value = readValue(reader, tag & 7);
    const field = fields.get(tag >>> 3);
    if (field !== undefined) place(object, field, value);
  }
  if (isList(fields)) return object['items'] ?? [];
  const asOneValue = WELL_KNOWN[name];
  return asOneValue === undefined ? object : asOneValue(object);
}

/** A Go slice that is a type of its own is a message of its items (ExtraValue, Verbs): texts, all of them. */
function isList(fields: Message): boolean {
  const only = fields.size === 1 ? fields.get(1) : undefined;
  return only?.name === 'items' && only.isRepeated && only.type === 'string';
}

type Raw = bigint | number | Uint8Array;

function readValue(reader: WireReader, wireType: number): Raw {
  switch (wireType) {
    case 0:
      return reader.varint();
    case 1:
      return reader.double();
    case 2:
      return reader.lengthDelimited();
    case 5:
      return reader.float();
    default:
      throw new RangeError(`proto: illegal wireType ${wireType}`);
  }
}

function place(object: Fields, field: Field, raw: Raw): void {
  const { name, type, isRepeated, isInline, omitsEmpty } = field;
  if (type.startsWith('map:')) {
    const map = (object[name] ?? {}) as Fields;
    object[name] = map;
    addEntry(map, type.slice('map:'.length), raw as Uint8Array);
    return;
  }
  const value = convert(type, raw);
  // Go writes what no pointer holds even where it is empty; JSON leaves it out.
  if (omitsEmpty && !isRepeated && isEmpty(value)) return;
  if (isInline) Object.assign(object, value);
  else if (isRepeated) object[name] = [...((object[name] as unknown[] | undefined) ?? []), value];
  else object[name] = value;
}

function addEntry(map: Fields, type: string, bytes: Uint8Array): void {
  const reader = new WireReader(bytes);
  let key = '';
  let value: unknown = '';
  while (!reader.isDone()) {
    const number = Number(reader.varint()) >>> 3;
    const raw = reader.lengthDelimited();
    if (number === 1) key = textOf(raw);
    else value = convert(type, raw);
  }
  map[key] = value;
}

function convert(type: string, raw: Raw): unknown {
  if (typeof raw === 'bigint') return type === 'bool' ? raw !== 0n : Number(raw);
  if (typeof raw === 'number') return raw;
  if (type === 'string') return textOf(raw);
  return type === 'bytes' ? Buffer.from(raw).toString('base64') : decodeMessage(type, raw);
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false || value === null) return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value as object).length === 0;
}

/** Messages that stand for one JSON value. */
const WELL_KNOWN: Readonly<Record<string, (fields: Fields) => unknown>> = {
  'am.apis.meta.v1.Time': ({ seconds }) =>
    seconds === undefined ? null : timeOf(instant(Number(seconds) * 1000)),
  'am.apis.meta.v1.MicroTime': ({ seconds, nanos }) =>
    microTimeOf(instant(Number(seconds ?? 0) * 1000 + Number(nanos ?? 0) / 1e6)),
  'am.api.resource.Quantity': (fields) => fields['string'] ?? '0',
  'am.util.intstr.IntOrString': ({ type, strVal, intVal }) =>
    Number(type ?? 0) === 1 ? (strVal ?? '') : (intVal ?? 0),
};
