/**
 * What strict decoding says of keys that stand twice in one object of a JSON text, in the text's order.
 * A parsed body has lost them, so only a server that still holds the text can ask.
 */
export function duplicateFields(text: string): readonly string[] {
  const found = new Set<string>();
  const open: Frame[] = [];
  for (const [token] of text.matchAll(TOKEN)) read(token, open, found);
  return [...found];
}

/** Strings, brackets and commas: all that the places of keys depend on. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

interface Frame {
  readonly form: 'object' | 'array';
  readonly path: string;
  readonly keys: Set<string>;
  index: number;
  /** The key whose value is being read, and whether the next string is a key. */
  key: string;
  atKey: boolean;
}

function read(token: string, open: Frame[], found: Set<string>): void {
  const top = open.at(-1);
  switch (token) {
    case '{':
    case '[':
      open.push(frameIn(top, token === '{' ? 'object' : 'array'));
      return;
    case '}':
    case ']':
      open.pop();
      return;
    case ',':
      if (top !== undefined) advance(top);
      return;
    case ':':
      if (top !== undefined) top.atKey = false;
      return;
    default:
      if (top?.form === 'object' && top.atKey) readKey(token, top, found);
  }
}

function advance(frame: Frame): void {
  frame.index++;
  frame.atKey = frame.form === 'object';
}

function readKey(token: string, frame: Frame, found: Set<string>): void {
  frame.key = JSON.parse(token) as string;
  const path = frame.path === '' ? frame.key : `${frame.path}.${frame.key}`;
  if (frame.keys.has(frame.key)) found.add(`duplicate field ${JSON.stringify(path)}`);
  frame.keys.add(frame.key);
}

function frameIn(outer: Frame | undefined, form: Frame['form']): Frame {
  return {
    form,
    path: outer === undefined ? '' : placeIn(outer),
    keys: new Set(),
    index: 0,
    key: '',
    atKey: true,
  };
}

function placeIn({ form, path, key, index }: Frame): string {
  if (form === 'array') return `${path}[${index}]`;
  return path === '' ? key : `${path}.${key}`;
}
