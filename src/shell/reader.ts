import { ShellSyntaxError } from './syntax.ts';

/** A here-document whose text stands after the line that is being read. */
export interface PendingDocument {
  readonly delimiter: string;
  readonly stripsTabs: boolean;
  readonly take: (text: string) => void;
}

/** Walks over a script's text. */
export class Reader {
  readonly text: string;
  place = 0;
  /** The text ended inside a here-document. */
  isOpen = false;
  readonly documents: PendingDocument[] = [];

  constructor(text: string) {
    this.text = text;
  }

  get line(): number {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at >= 0 && at < this.place; at = this.text.indexOf('\n', at + 1))
      line++;
    return line;
  }

  peek(ahead = 0): string {
    return this.text[this.place + ahead] ?? '';
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.place);
  }

  /** Steps over the text if it comes next. */
  skip(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.place += text.length;
    return true;
  }

  /** Blanks, comments and continued lines. */
  skipBlanks(): void {
    for (;;) {
      const sign = this.peek();
      if (sign === ' ' || sign === '\t' || sign === '\r') this.place++;
      else if (this.startsWith('\\\n')) this.place += 2;
      else if (sign === '#') while (this.place < this.text.length && this.peek() !== '\n') this.place++;
      else return;
    }
  }

  /** As {@link skipBlanks}, and line ends with the here-documents behind them. */
  skipLines(): void {
    for (;;) {
      this.skipBlanks();
      if (this.peek() !== '\n') return;
      this.endLine();
    }
  }

  /** Steps over a line end. */
  endLine(): void {
    this.place++;
    for (const document of this.documents.splice(0)) document.take(this.document(document));
  }

  private document({ delimiter, stripsTabs }: PendingDocument): string {
    let text = '';
    this.isOpen = true;
    while (this.place < this.text.length) {
      const end = this.text.indexOf('\n', this.place);
      const raw = this.text.slice(this.place, end < 0 ? this.text.length : end);
      this.place = end < 0 ? this.text.length : end + 1;
      const line = stripsTabs ? raw.replace(/^\t+/, '') : raw;
      if (line === delimiter) {
        this.isOpen = false;
        break;
      }
      text += `${line}\n`;
    }
    return text;
  }

  get isAtEnd(): boolean {
    return this.place >= this.text.length;
  }

  fail(what: string): never {
    throw new ShellSyntaxError(
      `syntax error: ${what}`,
      this.line,
      this.isAtEnd || what.startsWith('unterminated'),
    );
  }

  /** In the words of busybox's shell. */
  unexpected(wanted?: string): never {
    const found = this.isAtEnd ? 'end of file' : this.peek() === '\n' ? 'newline' : `"${this.nextToken()}"`;
    return this.fail(`unexpected ${found}${wanted === undefined ? '' : ` (expecting "${wanted}")`}`);
  }

  private nextToken(): string {
    return /^(?:[;&|<>()]{1,2}|[^\s;&|<>()]+)/.exec(this.text.slice(this.place))?.[0] ?? '';
  }
}
