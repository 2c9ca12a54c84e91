import type { IncomingMessage } from 'node:http';
import { failure } from '../../machinery/status.ts';

/** The API server's limit of a request's body (--max-request-body-bytes is 3 MiB). */
export const BODY_BYTES = 3 * 1024 * 1024;

/** All bytes of a body. Fails with RequestEntityTooLarge as soon as there are too many. */
export async function readBytes(message: IncomingMessage, limit = BODY_BYTES): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit)
      throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
    pieces.push(piece);
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}
