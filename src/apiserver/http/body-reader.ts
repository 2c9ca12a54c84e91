import type { IncomingMessage } from 'node:http';
import { failure } from '../../machinery/status.ts';

/** The API server's limit of a request's body (--max-request-body-bytes is 3 MiB). */
export const BODY_BYTES = 3 * 1024 * 1024;
/** A client hears that its body is too long once it has sent all of it, or so many times the limit. */
const READ_ON = 10;

/** All bytes of a body. Fails with RequestEntityTooLarge where there are too many: no more than the limit are kept. */
export async function readBytes(message: IncomingMessage, limit = BODY_BYTES): Promise<Uint8Array> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length <= limit) pieces.push(piece);
    else pieces = [];
    if (length > limit * READ_ON) break;
  }
  if (length > limit)
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}
