import type { Reader } from './reader.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  e: '\x1b',
  '0': '\0',
};

/** The text of `$'a\tb'`. */
export function readEscaped(reader: Reader): string {
  let text = '';
  reader.place += 2;
  while (reader.peek() !== "'") {
    if (reader.isAtEnd) reader.fail('unterminated quoted string');
    if (reader.peek() === '\\') {
      const next = reader.peek(1);
      text += ESCAPES[next] ?? next;
      reader.place += 2;
    } else {
      text += reader.peek();
      reader.place++;
    }
  }
  reader.place++;
  return text;
}
