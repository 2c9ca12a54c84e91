import { controlFrame, KIND } from '../../src/apiserver/http/streams/spdy/frames.ts';

/** A block of headers that is not compressed: the first one of a connection begins the text. */
function headerBlock(headers: Readonly<Record<string, string>>, isFirst: boolean): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const words = Object.entries(headers).flat();
  const block = Buffer.concat([
    number(words.length / 2),
    ...words.flatMap((word) => [number(word.length), Buffer.from(word)]),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt16LE(block.length, 0);
  length.writeUInt16LE(0xffff - block.length, 2);
  return Buffer.concat([Buffer.from(isFirst ? [0x78, 0x01, 0] : [0]), length, block]);
}

/** Opens a stream; the first one of a connection is number 1. */
export function opening(stream: number, headers: Readonly<Record<string, string>>): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt32BE(stream);
  return controlFrame(KIND.synStream, Buffer.concat([head, headerBlock(headers, stream === 1)]));
}
