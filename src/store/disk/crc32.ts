import { getBuiltinModule } from 'node:process';

/** Above this many bytes in all, zlib's vectorised sum pays for loading zlib. */
const NATIVE_FROM = 1 << 15;
/** The polynomial of zip and PNG, its bits reversed. */
const POLYNOMIAL = 0xedb88320;

let tables: Int32Array | undefined;
let summed = 0;

/** CRC-32 of the bytes, carried on from `sum`; four bytes a turn, for a command sums before anything is compiled well. */
export function crc32(bytes: Uint8Array, sum = 0): number {
  summed += bytes.length;
  if (summed >= NATIVE_FROM) return getBuiltinModule('node:zlib').crc32(bytes, sum);
  tables ??= buildTables();
  const t = tables;
  const whole = bytes.length & ~3;
  let crc = ~sum;
  let i = 0;
  for (; i < whole; i += 4) {
    crc ^= at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    crc =
      at(t, 768 + (crc & 255)) ^
      at(t, 512 + ((crc >>> 8) & 255)) ^
      at(t, 256 + ((crc >>> 16) & 255)) ^
      at(t, crc >>> 24);
  }
  for (; i < bytes.length; i++) crc = at(t, (crc ^ at(bytes, i)) & 255) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const at = (numbers: Uint8Array | Int32Array, index: number): number => numbers[index] ?? 0;

/** What each byte does to the sum, one, two, three and four places from the end. */
function buildTables(): Int32Array {
  const built = new Int32Array(1024);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? POLYNOMIAL ^ (crc >>> 1) : crc >>> 1;
    built[byte] = crc;
  }
  for (let place = 256; place < 1024; place++) {
    const nearer = at(built, place - 256);
    built[place] = at(built, nearer & 255) ^ (nearer >>> 8);
  }
  return built;
}

/** Eight hexadecimal digits, as it is written in the files. */
export const crcText = (sum: number): string => sum.toString(16).padStart(8, '0');
