/** Go's words for a text that is no JSON object; undefined where it is one. */
export function jsonObjectFault(text: string): string | undefined {
  const reader: Reader = { text, at: 0 };
  const fault = readValue(reader) ?? readRest(reader);
  if (fault !== undefined) return fault;
  const word = { '[': 'array', '"': 'string', t: 'bool', f: 'bool', n: undefined, '{': undefined }[
    text.trim().charAt(0)
  ];
  const found = /^[-0-9]/.test(text.trim()) ? 'number' : word;
  return found === undefined
    ? undefined
    : `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
}

interface Reader {
  readonly text: string;
  at: number;
}

type Fault = string | undefined;

/** What is wrong at the reader's place: another letter was expected, or the text is over. */
function unexpected({ text, at }: Reader, where: string): string {
  const letter = text.charAt(at);
  if (letter === '') return 'unexpected end of JSON input';
  const shown =
    letter === "'" ? `'\\''` : letter === '"' ? `'"'` : `'${JSON.stringify(letter).slice(1, -1)}'`;
  return `invalid character ${shown} ${where}`;
}

function next(reader: Reader): string {
  while (/[ \t\r\n]/.test(reader.text.charAt(reader.at))) reader.at++;
  return reader.text.charAt(reader.at);
}

function readRest(reader: Reader): Fault {
  return next(reader) === '' ? undefined : unexpected(reader, 'after top-level value');
}

function readValue(reader: Reader): Fault {
  const letter = next(reader);
  if (letter === '{') return readList(reader, '}', 'after object key:value pair', readMember);
  if (letter === '[') return readList(reader, ']', 'after array element', readValue);
  if (letter === '"') return readString(reader);
  if (letter === '-' || /[0-9]/.test(letter)) return readNumber(reader);
  for (const word of ['true', 'false', 'null'])
    if (letter !== '' && word.startsWith(letter)) return readWord(reader, word);
  return unexpected(reader, 'looking for beginning of value');
}

function readList(reader: Reader, end: string, after: string, item: (reader: Reader) => Fault): Fault {
  reader.at++;
  if (next(reader) === end) {
    reader.at++;
    return undefined;
  }
  for (;;) {
    const fault = item(reader);
    if (fault !== undefined) return fault;
    const letter = next(reader);
    if (letter !== ',' && letter !== end) return unexpected(reader, after);
    reader.at++;
    if (letter === end) return undefined;
  }
}

function readMember(reader: Reader): Fault {
  if (next(reader) !== '"') return unexpected(reader, 'looking for beginning of object key string');
  const fault = readString(reader);
  if (fault !== undefined) return fault;
  if (next(reader) !== ':') return unexpected(reader, 'after object key');
  reader.at++;
  return readValue(reader);
}

function readString(reader: Reader): Fault {
  for (reader.at++; ; reader.at++) {
    const letter = reader.text.charAt(reader.at);
    if (letter === '"') {
      reader.at++;
      return undefined;
    }
    if (letter === '' || letter < ' ') return unexpected(reader, 'in string literal');
    if (letter !== '\\') continue;
    reader.at++;
    if (!/["\\/bfnrtu]/.test(reader.text.charAt(reader.at)))
      return unexpected(reader, 'in string escape code');
  }
}

function readNumber(reader: Reader): Fault {
  const number = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/.exec(reader.text.slice(reader.at));
  if (number === null) {
    reader.at++;
    return unexpected(reader, 'in numeric literal');
  }
  reader.at += number[0].length;
  return undefined;
}

function readWord(reader: Reader, word: string): Fault {
  for (const expected of word) {
    if (reader.text.charAt(reader.at) !== expected) {
      return unexpected(reader, `in literal ${word} (expecting '${expected}')`);
    }
    reader.at++;
  }
  return undefined;
}
