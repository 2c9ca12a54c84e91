/** A frame of SPDY/3.1: either data of a stream, or one that speaks of streams. */
export type Frame =
  | { readonly type: 'data'; readonly stream: number; readonly isLast: boolean; readonly bytes: Buffer }
  | { readonly type: 'control'; readonly kind: number; readonly isLast: boolean; readonly bytes: Buffer };

export const KIND = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, headers: 8 } as const;

const HEAD = 8;
const CONTROL = 0x8000;
const VERSION = 3;
const LAST = 0x01;
const ID = 0x7fffffff;
/** No frame of ours is longer. */
const DATA_MOST = 64 * 1024;

/** Puts frames together from what comes in pieces. */
export class FrameReader {
  private held: Buffer = Buffer.alloc(0);

  read(piece: Buffer): readonly Frame[] {
    this.held = this.held.length === 0 ? piece : Buffer.concat([this.held, piece]);
    const frames: Frame[] = [];
    for (;;) {
      if (this.held.length < HEAD) return frames;
      const length = this.held.readUIntBE(5, 3);
      if (this.held.length < HEAD + length) return frames;
      frames.push(frameOf(this.held.subarray(0, HEAD), this.held.subarray(HEAD, HEAD + length)));
      this.held = this.held.subarray(HEAD + length);
    }
  }
}

function frameOf(head: Buffer, bytes: Buffer): Frame {
  const isLast = ((head[4] ?? 0) & LAST) !== 0;
  if ((head.readUInt16BE(0) & CONTROL) !== 0)
    return { type: 'control', kind: head.readUInt16BE(2), isLast, bytes };
  return { type: 'data', stream: head.readUInt32BE(0) & ID, isLast, bytes };
}

/** The stream that a frame of control speaks of. */
export const streamIn = (bytes: Buffer): number => bytes.readUInt32BE(0) & ID;

export function controlFrame(kind: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt16BE(CONTROL | VERSION, 0);
  head.writeUInt16BE(kind, 2);
  head.writeUIntBE(bytes.length, 5, 3);
  return Buffer.concat([head, bytes]);
}

export function dataFrames(stream: number, bytes: Uint8Array, isLast: boolean): Buffer {
  const frames: Uint8Array[] = [];
  let place = 0;
  do {
    const part = bytes.subarray(place, place + DATA_MOST);
    place += part.length;
    const head = Buffer.alloc(HEAD);
    head.writeUInt32BE(stream, 0);
    head[4] = isLast && place >= bytes.length ? LAST : 0;
    head.writeUIntBE(part.length, 5, 3);
    frames.push(head, part);
  } while (place < bytes.length);
  return Buffer.concat(frames);
}
