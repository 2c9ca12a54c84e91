/**
 * Programs read and write text. Bytes that are no UTF-8 go through as lone surrogates (0xDC80 to 0xDCFF, as PEP 383 has it),
 * so that archives and images come out as they went in.
 */
const ESCAPE = 0xdc00;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of the bytes; {@link bytesOf} gives them back. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escapedText(bytes);
  }
}

function escapedText(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let place = 0; place < bytes.length; ) {
    const first = bytes[place] as number;
    const length = sequenceAt(bytes, place);
    if (length < 2) {
      units[count++] = length === 1 ? first : ESCAPE | first;
      place++;
      continue;
    }
    let point = first & (0xff >> (length + 1));
    for (let at = place + 1; at < place + length; at++) point = (point << 6) | ((bytes[at] as number) & 0x3f);
    if (point > 0xffff) units[count++] = 0xd7c0 + (point >> 10);
    units[count++] = point > 0xffff ? 0xdc00 | (point & 0x3ff) : point;
    place += length;
  }
  return Buffer.from(units.buffer, 0, count * 2).toString('utf16le');
}

/** How many bytes of a whole character begin here; 0 where none does (Unicode 3.9, table 3-7). */
function sequenceAt(bytes: Uint8Array, place: number): number {
  const first = bytes[place] as number;
  if (first < 0x80) return 1;
  const length = lengthBy(first);
  const second = bytes[place + 1] ?? 0;
  if (length === 0 || second < (LOWEST_SECOND[first] ?? 0x80) || second > (HIGHEST_SECOND[first] ?? 0xbf))
    return 0;
  for (let at = place + 2; at < place + length; at++) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Longer than they need be, surrogates, and beyond the last character. */
const LOWEST_SECOND: Readonly<Record<number, number>> = { 224: 0xa0, 240: 0x90 };
const HIGHEST_SECOND: Readonly<Record<number, number>> = { 237: 0x9f, 244: 0x8f };

const lengthBy = (first: number): number =>
  first >= 0xc2 && first < 0xe0
    ? 2
    : first >= 0xe0 && first < 0xf0
      ? 3
      : first >= 0xf0 && first < 0xf5
        ? 4
        : 0;

const ESCAPED = /[\udc80-\udcff]/u;

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return Buffer.from(text, 'utf8');
  const bytes = Buffer.alloc(text.length * 3);
  let size = 0;
  let start = 0;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    if (unit >= 0xd800 && unit < 0xdc00) place++;
    else if (unit >= 0xdc80 && unit <= 0xdcff) {
      if (place > start) size += bytes.write(text.slice(start, place), size, 'utf8');
      bytes[size++] = unit & 0xff;
      start = place + 1;
    }
  }
  return bytes.subarray(0, size + bytes.write(text.slice(start), size, 'utf8'));
}

/** A byte as text: one of several may be part of a character, which {@link mended} finds. */
export const textOfByte = (byte: number): string =>
  String.fromCharCode(byte < 0x80 ? byte : ESCAPE | (byte & 0xff));

/** The text, with whole characters where bytes that were told one by one make some. */
export const mended = (text: string): string => (hasBytes(text) ? textOfBytes(bytesOf(text)) : text);

/** Whether there are bytes in the text that make no character. */
export const hasBytes = (text: string): boolean => ESCAPED.test(text);

/** Reads a stream of bytes: a character that comes in two pieces is read when it is whole. */
export class CharacterReader {
  private held: Uint8Array = new Uint8Array();

  read(bytes: Uint8Array): string {
    const all = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes]);
    const whole = all.length - unfinishedEnd(all);
    this.held = all.slice(whole);
    return textOfBytes(all.subarray(0, whole));
  }

  /** What is left at the end. */
  rest(): string {
    const text = textOfBytes(this.held);
    this.held = new Uint8Array();
    return text;
  }
}

/** How many bytes at the end begin a character whose rest is still to come. */
function unfinishedEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const first = bytes[bytes.length - back] as number;
    if (first >= 0xc0) return lengthBy(first) > back ? back : 0;
    if (first < 0x80) return 0;
  }
  return 0;
}
