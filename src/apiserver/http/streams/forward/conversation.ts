/** A request as far as it matters who sent it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** Whether he wants to ask more over the same connection. */
  readonly staysOpen: boolean;
}

const HEAD_END = '\r\n\r\n';

/** Takes requests of HTTP/1 from what comes in pieces; bodies are passed over. */
export class RequestReader {
  private held = '';

  read(bytes: Uint8Array): readonly Asked[] {
    this.held += Buffer.from(bytes).toString('latin1');
    const found: Asked[] = [];
    for (;;) {
      const end = this.held.indexOf(HEAD_END);
      if (end < 0) return found;
      const head = this.held.slice(0, end);
      const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
      if (this.held.length < end + HEAD_END.length + length) return found;
      this.held = this.held.slice(end + HEAD_END.length + length);
      const [, method = 'GET', path = '/', version = '1.1'] = /^(\S+) (\S+) HTTP\/(\S+)/.exec(head) ?? [];
      const word = /^connection:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
      found.push({ method, path, staysOpen: version === '1.0' ? word === 'keep-alive' : word !== 'close' });
    }
  }
}

const REASONS: Readonly<Record<number, string>> = { 200: 'OK', 403: 'Forbidden', 404: 'Not Found' };

/** The answer as a web server writes it. */
export function written({ method, staysOpen }: Asked, code: number, body: string, date: string): Uint8Array {
  const bytes = Buffer.from(body);
  const head = [
    `HTTP/1.1 ${code} ${REASONS[code] ?? ''}`,
    `Date: ${date}`,
    `Content-Type: ${body.startsWith('<') ? 'text/html' : 'text/plain'}`,
    `Content-Length: ${bytes.length}`,
    `Connection: ${staysOpen ? 'keep-alive' : 'close'}`,
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head + HEAD_END), method === 'HEAD' ? Buffer.alloc(0) : bytes]);
}
