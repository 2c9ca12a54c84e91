import { formatGoDuration, parseGoDuration } from '../../machinery/duration.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { StatusError } from '../../machinery/status.ts';
import { parseGoTime } from './go-time.ts';
import type { ScalarType } from './type-tree.ts';

/** A value that cannot be read. `type` errors are told with the field they were found in; others as they are. */
export type Fault =
  | { readonly as: 'type'; readonly found: string; readonly go: string }
  | { readonly as: 'text'; readonly text: string };

/** Thrown where Go's decoder stops at once: what a type that reads its own JSON refuses. */
export class Stop extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super('decoding stopped');
    this.fault = fault;
  }
}

/** What Go's decoder calls a JSON value. Numbers are told with their digits where an integer was wanted. */
export function foundWord(raw: unknown): string {
  if (Array.isArray(raw)) return 'array';
  if (raw === null) return 'null';
  if (typeof raw === 'boolean') return 'bool';
  return typeof raw;
}

type Report = (fault: Fault) => void;

const INT32_MOST = 2 ** 31 - 1;

/** Reads a value that is no struct, list or map into its JSON form; undefined is Go's zero value. */
export function readScalar(type: ScalarType, raw: unknown, report: Report): unknown {
  switch (type.form) {
    case 'string':
      return typeof raw === 'string' ? raw : wrong(type, raw, report);
    case 'bool':
      return typeof raw === 'boolean' ? raw : wrong(type, raw, report);
    case 'int':
      return readInteger(type, raw, report);
    case 'float':
      return typeof raw === 'number' ? raw : wrong(type, raw, report);
    case 'bytes':
      return typeof raw === 'string' ? readBase64(raw, report) : wrong(type, raw, report);
    case 'quantity':
      return readQuantity(raw);
    case 'int-or-string':
      return readIntOrString(raw);
    case 'time':
      return parseGoTime(readText(raw), 'seconds', stopWith);
    case 'micro-time':
      return parseGoTime(readText(raw), 'micro', stopWith);
    case 'duration':
      return readDuration(readText(raw));
    default:
      return raw;
  }
}

function wrong(type: ScalarType, raw: unknown, report: Report): undefined {
  report({ as: 'type', found: foundWord(raw), go: type.go });
  return undefined;
}

function readInteger(type: ScalarType, raw: unknown, report: Report): number | undefined {
  if (typeof raw !== 'number') return wrong(type, raw, report);
  if (fits(raw, type.go === 'int32')) return raw + 0;
  report({ as: 'type', found: `number ${raw}`, go: type.go });
  return undefined;
}

const fits = (raw: number, small: boolean): boolean =>
  Number.isInteger(raw) && (small ? raw <= INT32_MOST && raw >= -INT32_MOST - 1 : Math.abs(raw) < 2 ** 63);

function stopWith(text: string): never {
  throw new Stop({ as: 'text', text });
}

function stopForType(found: string, go: string): never {
  throw new Stop({ as: 'type', found, go });
}

function readText(raw: unknown): string {
  return typeof raw === 'string' ? raw : stopForType(foundWord(raw), 'string');
}

function readQuantity(raw: unknown): string {
  if (raw === null) return '0';
  const text = typeof raw === 'string' || typeof raw === 'number' ? raw : JSON.stringify(raw);
  return withOwnWords(() => canonicalQuantity(typeof text === 'string' ? text.trim() : text));
}

function readIntOrString(raw: unknown): unknown {
  if (typeof raw === 'string') return raw;
  if (raw === null) return 0;
  if (typeof raw !== 'number') return stopForType(foundWord(raw), 'int32');
  return fits(raw, true) ? raw + 0 : stopForType(`number ${raw}`, 'int32');
}

function readDuration(text: string): string {
  return withOwnWords(() => formatGoDuration(parseGoDuration(text)));
}

function withOwnWords(parse: () => string): string {
  try {
    return parse();
  } catch (error) {
    if (error instanceof StatusError) return stopWith(error.message);
    throw error;
  }
}

/** Go's base64 skips line breaks and tells the offset of the first byte that does not fit. */
function readBase64(text: string, report: Report): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  let digits = 0;
  let at = 0;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 10 || byte === 13) continue;
    if (byte === 61 || !isBase64(byte)) break;
    digits++;
  }
  const fault = base64Fault(bytes, at, digits % 4);
  if (fault === undefined) return text.replace(/[\r\n]/g, '');
  report({ as: 'text', text: `illegal base64 data at input byte ${fault}` });
  return undefined;
}

const isBase64 = (byte: number): boolean =>
  (byte >= 65 && byte <= 90) ||
  (byte >= 97 && byte <= 122) ||
  (byte >= 48 && byte <= 57) ||
  byte === 43 ||
  byte === 47;

/** `at` is where the run of digits ended and `digits` how many stand in the last group of four. */
function base64Fault(bytes: Buffer, at: number, digits: number): number | undefined {
  if (at === bytes.length) return digits === 0 ? undefined : at - digits;
  if (bytes[at] !== 61 || digits < 2) return at;
  let end = at + 1;
  const skipBreaks = (): void => {
    while (bytes[end] === 10 || bytes[end] === 13) end++;
  };
  skipBreaks();
  if (digits === 2) {
    if (end === bytes.length) return bytes.length;
    if (bytes[end] !== 61) return end;
    end++;
    skipBreaks();
  }
  return end === bytes.length ? undefined : end;
}
