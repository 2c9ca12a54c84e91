/** A value in ASN.1's distinguished encoding. */
export interface DerValue {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** The values that stand one after the other in some bytes; undefined where they are no such thing. */
export function readDer(bytes: Uint8Array): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
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
    values.push({ tag, bytes: bytes.subarray(at, at + length) });
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
