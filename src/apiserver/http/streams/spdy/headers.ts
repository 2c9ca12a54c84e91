import { constants, createInflate } from 'node:zlib';
import { DICTIONARY } from './dictionary.ts';

/** Header blocks of one connection: they are compressed as one text, and come in order. */
export class HeaderReader {
  private readonly inflate = createInflate({ dictionary: DICTIONARY, flush: constants.Z_SYNC_FLUSH });
  private readonly waiting: ((headers: ReadonlyMap<string, string>) => void)[] = [];
  private held: Buffer = Buffer.alloc(0);

  constructor(onError: () => void) {
    this.inflate.on('error', onError);
    this.inflate.on('data', (piece: Buffer) => {
      this.held = Buffer.concat([this.held, piece]);
      this.tell();
    });
  }

  read(block: Buffer, onHeaders: (headers: ReadonlyMap<string, string>) => void): void {
    this.waiting.push(onHeaders);
    this.inflate.write(block);
  }

  private tell(): void {
    for (let next = this.next(); next !== undefined; next = this.next()) this.waiting.shift()?.(next);
  }

  /** A count, then names and values, each behind its length; undefined while a part of that is missing. */
  private next(): ReadonlyMap<string, string> | undefined {
    const headers = new Map<string, string>();
    let place = 0;
    const number = (): number | undefined => {
      if (this.held.length < place + 4) return undefined;
      place += 4;
      return this.held.readUInt32BE(place - 4);
    };
    const text = (): string | undefined => {
      const length = number();
      if (length === undefined || this.held.length < place + length) return undefined;
      place += length;
      return this.held.toString('latin1', place - length, place);
    };
    const count = number();
    if (count === undefined) return undefined;
    for (let index = 0; index < count; index++) {
      const [name, value] = [text(), text()];
      if (name === undefined || value === undefined) return undefined;
      headers.set(name, value);
    }
    this.held = this.held.subarray(place);
    return headers;
  }
}

/** The beginning of a text as zlib writes it; an uncompressed part that says `no headers`; and what makes a reader take it. */
const FIRST = [0x78, 0x01];
const NO_HEADERS = [0x00, 0x04, 0x00, 0xfb, 0xff, 0x00, 0x00, 0x00, 0x00];
const FLUSH = [0x00, 0x00, 0x00, 0xff, 0xff];

/** The next block of headers that says nothing. */
export const emptyHeaders = (isFirst: boolean): Uint8Array =>
  Uint8Array.from([...(isFirst ? FIRST : []), ...NO_HEADERS, ...FLUSH]);
