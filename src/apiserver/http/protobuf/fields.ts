/** One field of a message. */
export interface Field {
  /** Its JSON name. */
  readonly name: string;
  /** A scalar, a message, or `map:` and one of both. */
  readonly type: string;
  readonly isRepeated: boolean;
  readonly isInline: boolean;
  readonly omitsEmpty: boolean;
}

export type Message = ReadonlyMap<number, Field>;

let source: () => string = () => {
  throw new Error('nobody told where the protobuf fields are');
};
let table: Readonly<Record<string, string>> | undefined;
const messages = new Map<string, Message>();

/** Says where the table is: it is read when the first protobuf body comes. */
export function loadProtobufFields(read: () => string): void {
  source = read;
}

/** The fields of a message by their number; undefined for a message that Kubernetes does not have. */
export function messageNamed(name: string): Message | undefined {
  const known = messages.get(name);
  if (known !== undefined) return known;
  table ??= JSON.parse(source()) as Readonly<Record<string, string>>;
  const text = Object.hasOwn(table, name) ? table[name] : undefined;
  if (text === undefined) return undefined;
  const message = new Map(text === '' ? [] : text.split('; ').map(fieldOf));
  messages.set(name, message);
  return message;
}

/** `2 data map:string o`: number, name, type; r = repeated, i = inline, o = left out when empty. */
function fieldOf(row: string): readonly [number, Field] {
  const [number, name = '', type = '', flags = ''] = row.split(' ');
  const has = (flag: string): boolean => flags.includes(flag);
  return [Number(number), { name, type, isRepeated: has('r'), isInline: has('i'), omitsEmpty: has('o') }];
}
