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
  let text = '';
  let start = 0;
  for (let place = 0; place < bytes.length; ) {
    const length = sequenceAt(bytes, place);
    if (length > 0) {
      place += length;
      continue;
    }
    text +=
      strict.decode(bytes.subarray(start, place)) + String.fromCharCode(ESCAPE | (bytes[place] as number));
    place++;
    start = place;
  }
  return text + strict.decode(bytes.subarray(start));
}

/** How many bytes of a whole character begin here; 0 where none does. */
function sequenceAt(bytes: Uint8Array, place: number): number {
  const first = bytes[place] as number;
  if (first < 0x80) return 1;
  const length = lengthBy(first);
  if (length === 0 || place + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(place, place + length));
    return length;
  } catch {
    return 0;
  }
}

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
  const parts: Uint8Array[] = [];
  for (const part of text.split(/([\udc80-\udcff]+)/u)) {
    const isEscaped = ESCAPED.test(part);
    parts.push(
      isEscaped ? Uint8Array.from(part, (sign) => sign.charCodeAt(0) & 0xff) : Buffer.from(part, 'utf8'),
    );
  }
  return Buffer.concat(parts);
}

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
