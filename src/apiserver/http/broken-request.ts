import type { Duplex } from 'node:stream';
import { failure, type StatusError } from '../../machinery/status.ts';

/** What Node says of bytes that are no request, and what is answered. */
const PROBLEMS: Readonly<Record<string, () => StatusError>> = {
  HPE_HEADER_OVERFLOW: () => failure(431, '', 'the header fields of the request are too large'),
  ERR_HTTP_REQUEST_TIMEOUT: () => failure(408, 'Timeout', 'the request did not come to its end in time'),
};

/** Answers bytes that are no request, and closes the connection. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = PROBLEMS[error.code ?? ''] ?? (() => failure(400, 'BadRequest', 'the request is no HTTP'));
  const { status } = problem();
  const body = `${JSON.stringify(status)}\n`;
  const head = [
    `HTTP/1.1 ${status.code} ${status.reason || 'Refused'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
