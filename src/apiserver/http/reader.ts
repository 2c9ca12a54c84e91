import type { ServerResponse } from 'node:http';

/** A reader that is behind by so much is cut off: it lists again when it is back. What it began with does not count. */
const BACKLOG_BYTES = 16 * 1024 * 1024;

/** One reader of a stream of lines. */
export class Reader {
  private readonly response: ServerResponse;
  private allowance = BACKLOG_BYTES;
  private isOver = false;

  constructor(response: ServerResponse, onClose: () => void) {
    this.response = response;
    response.on('close', () => {
      this.isOver = true;
      onClose();
    });
  }

  /** Sends what was there when it came. */
  begin(text: string): void {
    if (text === '') return;
    this.allowance += Buffer.byteLength(text);
    this.write(text);
  }

  write(lines: string | Uint8Array): void {
    if (this.isOver) return;
    this.response.write(lines);
    if (this.response.writableLength > this.allowance) this.response.destroy();
  }

  end(): void {
    if (!this.isOver) this.response.end();
    this.isOver = true;
  }
}
