/** A value in ASN.1's distinguished encoding. */
export interface DerValue {
  readonly tag: number;
  readonly bytes: Uint8Array;
  /** Tag, length and bytes as they stand. */
  readonly whole: Uint8Array;
}

/** The values that stand one after the other in some bytes; undefined where they are no such thing. */
export function readDer(bytes: Uint8Array): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length > 0x84) return undefined;
    if (length >= 0x80) {
      const digits = length - 0x80;
      length = bytes.subarray(at, at + digits).reduce((sum, byte) => sum * 256 + byte, 0);
      at += digits;
    }
    if (at + length > bytes.length) return undefined;
    values.push({ tag, bytes: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length) });
    at += length;
  }
  return values;
}

/** An object identifier with dots. */
export function identifierOf({ bytes }: DerValue): string {
  const [first = 0, ...rest] = bytes;
  const parts = [Math.min(Math.floor(first / 40), 2)];
  parts.push(first - 40 * (parts[0] ?? 0));
  let value = 0;
  for (const byte of rest) {
    value = value * 128 + (byte & 127);
    if (byte < 128) {
      parts.push(value);
      value = 0;
    }
  }
  return parts.join('.');
}

/** A value of these parts, one after the other. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 + digits.length, ...digits];
  return Buffer.concat([Uint8Array.from(head), ...parts]);
}

/** An object identifier, given with dots. */
export function derIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const digits = [part % 128];
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) + 128);
    return digits;
  });
  return writeDer(6, Uint8Array.of(first * 40 + second, ...bytes));
}
