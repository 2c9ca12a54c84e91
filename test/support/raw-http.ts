import { connect } from 'node:net';

/** What came back for bytes that may be no request at all. */
export interface RawReply {
  /** 0 where the connection was closed without an answer. */
  readonly code: number;
  readonly body: string;
}

const LONGEST_MILLISECONDS = 3000;

/** Sends bytes as they are; resolves with the first answer, or when the connection is closed. */
export function sendRaw(address: string, pieces: readonly (string | Uint8Array)[]): Promise<RawReply> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    let text = '';
    const isHead = Buffer.from(pieces[0] ?? '')
      .toString('latin1')
      .startsWith('HEAD ');
    const finish = (): void => {
      clearTimeout(patience);
      socket.destroy();
      resolve(replyFrom(text));
    };
    const patience = setTimeout(finish, LONGEST_MILLISECONDS);
    socket.setEncoding('latin1');
    socket.on('data', (piece) => {
      text += piece;
      if (isWhole(text, isHead)) finish();
    });
    socket.on('close', finish);
    socket.on('error', finish);
    for (const piece of pieces) socket.write(piece);
  });
}

/** A stream of events counts as answered with its head; who asks for the head alone is told the length of what is not sent. */
function isWhole(text: string, isHead: boolean): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1 || isHead) return end !== -1;
  const head = text.slice(0, end);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return length === undefined || text.length >= end + 4 + Number(length);
}

function replyFrom(text: string): RawReply {
  const end = text.indexOf('\r\n\r\n');
  return {
    code: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0),
    body: end === -1 ? '' : text.slice(end + 4),
  };
}
