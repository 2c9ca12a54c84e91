/** Go's strconv.UnquoteChar over a whole quoted text; undefined where its syntax is wrong. */
export function unquote(quoted: string): string | undefined {
  const quote = quoted.charAt(0);
  if (quoted.length < 2 || quote !== quoted.at(-1)) return undefined;
  const inner = quoted.slice(1, -1);
  let text = '';
  let rest = inner;
  while (rest !== '') {
    if (rest.startsWith(quote)) return undefined;
    if (!rest.startsWith('\\')) {
      const letter = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      text += letter;
      rest = rest.slice(letter.length);
      continue;
    }
    const found = readEscape(rest, quote);
    if (found === undefined) return undefined;
    text += found.text;
    rest = rest.slice(found.length);
  }
  return text;
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

function readEscape(
  text: string,
  quote: string,
): { readonly text: string; readonly length: number } | undefined {
  const letter = text.charAt(1);
  const simple = SIMPLE.get(letter) ?? (letter === quote ? quote : undefined);
  if (simple !== undefined) return { text: simple, length: 2 };
  const number = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(text);
  if (number === null) return undefined;
  const [whole, byte, short, long, octal] = number;
  const code =
    octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
  if (code > 0x10ffff || (octal !== undefined && code > 255)) return undefined;
  return { text: String.fromCodePoint(code), length: whole.length };
}
