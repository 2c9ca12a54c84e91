import { getBuiltinModule } from 'node:process';

/** Above this many bytes zlib's vectorised sum pays for loading zlib. */
const NATIVE_FROM = 1 << 15;

let table: Uint32Array | undefined;

/** CRC-32 (the polynomial of zip and PNG) of the bytes, carried on from `sum`. */
export function crc32(bytes: Uint8Array, sum = 0): number {
  if (bytes.length >= NATIVE_FROM) return getBuiltinModule('node:zlib').crc32(bytes, sum);
  table ??= buildTable();
  let crc = ~sum;
  for (let i = 0; i < bytes.length; i++) {
    crc = (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

/** Eight hexadecimal digits, as it is written in the files. */
export const crcText = (sum: number): string => sum.toString(16).padStart(8, '0');

function buildTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, n) => {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    return crc >>> 0;
  });
}
