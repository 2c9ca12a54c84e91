/** One member of an archive. */
export interface Member {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
  /** Where a link leads. */
  readonly target?: string;
}

const BLOCK = 512;
/** Offset and length of the fields of a header (POSIX.1-1988, ustar). */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  changed: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  target: [157, 100],
  magic: [257, 8],
  owner: [265, 32],
  group: [297, 32],
  prefix: [345, 155],
} as const;
type Field = keyof typeof FIELDS;

const TYPES: Readonly<Record<Member['type'], string>> = { file: '0', link: '2', folder: '5' };
/** GNU's way to a name that is longer than its field: a member of its own before it. */
const LONG_NAME = 'L';

/** The header of a member. */
export function headerOf(member: Member): Uint8Array {
  const name = Buffer.from(member.name, 'utf8');
  if (name.length > 100) {
    const long = header({ ...member, name: '././@LongLink', size: name.length + 1 }, LONG_NAME);
    const short = name.subarray(0, 100).toString('latin1');
    return Buffer.concat([
      long,
      padded(Buffer.concat([name, new Uint8Array(1)])),
      header({ ...member, name: short }, TYPES[member.type]),
    ]);
  }
  return header({ ...member, name: name.toString('latin1') }, TYPES[member.type]);
}

function header({ name, mode, size, changed, target = '' }: Member, type: string): Uint8Array {
  const bytes = Buffer.alloc(BLOCK);
  const put = (field: Field, text: string): void => {
    bytes.write(text, FIELDS[field][0], FIELDS[field][1], 'latin1');
  };
  put('name', name);
  put('mode', octal(mode, 7));
  bytes.write(octal(0, 7), 108, 'latin1');
  bytes.write(octal(0, 7), 116, 'latin1');
  put('size', octal(size, 11));
  put('changed', octal(Math.floor(changed / 1000), 11));
  put('checksum', '        ');
  put('type', type);
  put('target', Buffer.from(target, 'utf8').toString('latin1'));
  put('magic', 'ustar\x0000');
  put('owner', 'root');
  put('group', 'root');
  put('checksum', `${octal(sumOf(bytes), 6)}\0 `);
  return bytes;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum;
}

/** The content, up to the end of its last block. */
export function padded(bytes: Uint8Array): Uint8Array {
  const whole = Math.ceil(bytes.length / BLOCK) * BLOCK;
  return Buffer.concat([bytes, new Uint8Array(whole - bytes.length)]);
}

/** The members of an archive with their contents; what follows a broken header is left. */
export function* membersOf(bytes: Uint8Array): Iterable<Member & { readonly content: Uint8Array }> {
  let longName: string | undefined;
  for (let place = 0; place + BLOCK <= bytes.length; ) {
    const head = Buffer.from(bytes.subarray(place, place + BLOCK));
    if (head[0] === 0) return;
    const text = (field: Field): string => {
      const [start, length] = FIELDS[field];
      return head.toString('utf8', start, start + length).replace(/\0.*$/s, '');
    };
    const size = Number.parseInt(text('size').trim() || '0', 8);
    const content = bytes.subarray(place + BLOCK, place + BLOCK + size);
    place += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = text('type');
    if (type === LONG_NAME) {
      longName = Buffer.from(content).toString('utf8').replace(/\0.*$/s, '');
      continue;
    }
    const records = type === 'x' ? paxPath(content) : undefined;
    if (type === 'x' || type === 'g') {
      longName = records ?? longName;
      continue;
    }
    const prefix = text('magic').startsWith('ustar') ? text('prefix') : '';
    yield {
      name: longName ?? (prefix === '' ? text('name') : `${prefix}/${text('name')}`),
      type: type === '5' ? 'folder' : type === '2' ? 'link' : 'file',
      mode: Number.parseInt(text('mode').trim() || '644', 8) & 0o7777,
      size,
      changed: Number.parseInt(text('changed').trim() || '0', 8) * 1000,
      target: text('target'),
      content,
    };
    longName = undefined;
  }
}

/** `30 path=...` in the records before a member (pax). */
function paxPath(content: Uint8Array): string | undefined {
  return /^\d+ path=(.*)$/m.exec(Buffer.from(content).toString('utf8'))?.[1];
}
