/** Where encoding/json stops, and why; undefined where the text only ends too soon. */
export interface JsonFault {
  /** Bytes read, the offending one included. */
  readonly offset: number;
  readonly problem: string;
}

class Stop extends Error {
  readonly index: number;
  readonly context: string;
  constructor(index: number, context: string) {
    super(context);
    this.index = index;
    this.context = context;
  }
}

/** Finds what Go's decoder complains of in one JSON value, whatever follows it; undefined when it only misses an end. */
export function jsonFault(text: string): JsonFault | undefined {
  const stop = stopOf(() => new Walk(text).value('looking for beginning of value'));
  if (stop === undefined || stop.index >= text.length) return undefined;
  return { offset: bytesBefore(text, stop.index) + 1, problem: problemOf(text, stop) };
}

/** What json.Unmarshal says of a text; undefined where it is one JSON value and nothing else. */
export function jsonTextFault(text: string): string | undefined {
  const stop = stopOf(() => {
    const walk = new Walk(text);
    walk.value('looking for beginning of value');
    walk.end();
  });
  if (stop === undefined) return undefined;
  return stop.index >= text.length ? 'unexpected end of JSON input' : problemOf(text, stop);
}

function stopOf(walk: () => void): Stop | undefined {
  try {
    walk();
    return undefined;
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return stop;
  }
}

function problemOf(text: string, { index, context }: Stop): string {
  const letter = String.fromCodePoint(text.codePointAt(index) ?? 0);
  const quoted =
    letter === "'" ? "'\\''" : letter === '"' ? `'"'` : `'${JSON.stringify(letter).slice(1, -1)}'`;
  return `invalid character ${quoted} ${context}`;
}

const bytesBefore = (text: string, index: number): number =>
  new TextEncoder().encode(text.slice(0, index)).length;

class Walk {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(context: string): void {
    const letter = this.nextLetter();
    if (letter === '{') this.object();
    else if (letter === '[') this.array();
    else if (letter === '"') this.string();
    else if (letter === '-' || (letter >= '0' && letter <= '9')) this.number();
    else if (letter === 't') this.literal('true');
    else if (letter === 'f') this.literal('false');
    else if (letter === 'n') this.literal('null');
    else this.stop(context);
  }

  end(): void {
    if (this.nextLetter() !== '') this.stop('after top-level value');
  }

  private object(): void {
    this.at++;
    if (this.nextLetter() === '}') {
      this.at++;
      return;
    }
    for (;;) {
      if (this.nextLetter() !== '"') this.stop('looking for beginning of object key string');
      this.string();
      if (this.nextLetter() !== ':') this.stop('after object key');
      this.at++;
      this.value('looking for beginning of value');
      const letter = this.nextLetter();
      if (letter !== ',' && letter !== '}') this.stop('after object key:value pair');
      this.at++;
      if (letter === '}') return;
    }
  }

  private array(): void {
    this.at++;
    if (this.nextLetter() === ']') {
      this.at++;
      return;
    }
    for (;;) {
      this.value('looking for beginning of value');
      const letter = this.nextLetter();
      if (letter !== ',' && letter !== ']') this.stop('after array element');
      this.at++;
      if (letter === ']') return;
    }
  }

  private string(): void {
    for (this.at++; ; this.at++) {
      const letter = this.text[this.at];
      if (letter === '"') break;
      if (letter === undefined || letter < ' ') this.stop('in string literal');
      if (letter === '\\') this.escape();
    }
    this.at++;
  }

  private escape(): void {
    this.at++;
    const letter = this.text[this.at] ?? '';
    if (letter !== 'u') {
      if (letter === '' || !'bfnrt\\/"'.includes(letter)) this.stop('in string escape code');
      return;
    }
    for (let i = 0; i < 4; i++) {
      this.at++;
      if (!/^[0-9a-fA-F]$/.test(this.text[this.at] ?? '')) this.stop('in \\u hexadecimal character escape');
    }
  }

  private number(): void {
    if (this.text[this.at] === '-') {
      this.at++;
      if (!this.digit()) this.stop('in numeric literal');
    }
    if (this.text[this.at] === '0') this.at++;
    else while (this.digit()) this.at++;
    if (this.text[this.at] === '.') this.digits('after decimal point in numeric literal');
    if (/^[eE]$/.test(this.text[this.at] ?? '')) {
      if (/^[-+]$/.test(this.text[this.at + 1] ?? '')) this.at++;
      this.digits('in exponent of numeric literal');
    }
  }

  private digits(context: string): void {
    this.at++;
    if (!this.digit()) this.stop(context);
    while (this.digit()) this.at++;
  }

  private digit(): boolean {
    const letter = this.text[this.at] ?? '';
    return letter >= '0' && letter <= '9';
  }

  private literal(word: string): void {
    for (const letter of word) {
      if (this.text[this.at] !== letter) this.stop(`in literal ${word} (expecting '${letter}')`);
      this.at++;
    }
  }

  private nextLetter(): string {
    while (/^[ \t\r\n]$/.test(this.text[this.at] ?? '')) this.at++;
    return this.text[this.at] ?? '';
  }

  private stop(context: string): never {
    throw new Stop(this.at, context);
  }
}
