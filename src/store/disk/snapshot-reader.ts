import type { Instant } from '../../machinery/instant.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { MemoryRow } from '../memory-rows.ts';
import type { Revision } from '../store.ts';
import { crc32, crcText } from './crc32.ts';
import { DamagedStateError } from './damage.ts';
import type { FileSystem } from './file-system.ts';
import type { SavedState, SnapshotMark, WakeRow } from './saved-state.ts';
import { type Line, tableOfLines } from './siblings.ts';
import { FORMAT } from './snapshot-writer.ts';

export interface Snapshot extends SavedState {
  readonly mark: SnapshotMark;
}

const MEMBERS = ['sim', 'settings', 'memory', 'agenda', 'objects'];
const NEWLINE = 10;
const COMMA = 44;
const CLOSING = 93;
const TRAILER = /\n"checksum":"([0-9a-f]{8})"\}\n?$/;
const TRAILER_LENGTH = 40;

/** Reads what {@link writeSnapshot} wrote, or the same JSON in other clothes as long as it claims no checksum. */
export function readSnapshot(file: string, bytes: Buffer): Snapshot {
  const trailer = TRAILER.exec(bytes.toString('latin1', Math.max(0, bytes.length - TRAILER_LENGTH)));
  if (trailer === null) return readEdited(file, bytes);
  const end = bytes.lastIndexOf('"checksum"');
  if (crcText(crc32(bytes.subarray(0, end))) !== trailer[1]) throw mismatch(file, bytes, end);
  return readLines(file, bytes.subarray(0, end));
}

function readLines(file: string, bytes: Buffer): Snapshot {
  const lines = new Lines(bytes);
  const head = JSON.parse(`${lines.next().slice(0, -1)}}`) as Fields;
  const settings = (JSON.parse(`{${lines.next().slice(0, -1)}}`) as Fields)['settings'];
  const memory = lines.section<MemoryRow>('"memory":[');
  const agenda = lines.section<WakeRow>('"agenda":[');
  lines.next();
  const objects = new Map<string, () => Iterable<KubeObject>>();
  for (let title = lines.next(); title !== '},'; title = lines.next()) {
    objects.set(JSON.parse(title.slice(0, title.lastIndexOf(':'))) as string, lines.table());
  }
  return { ...headOf(file, head['sim']), settings, memory, agenda, objects };
}

/** The mark alone, from the first line of a snapshot; undefined where it is not one of ours. */
export function readMark(files: FileSystem, fd: number): SnapshotMark | undefined {
  const buffer = Buffer.alloc(512);
  const [line = ''] = buffer
    .toString('latin1', 0, files.readSync(fd, buffer, 0, buffer.length, 0))
    .split('\n', 1);
  if (!line.startsWith('{"sim":') || !line.endsWith('},')) return undefined;
  return markOf((JSON.parse(`${line.slice(0, -1)}}`) as Fields)['sim'] as Fields);
}

function markOf(head: Fields): SnapshotMark {
  const follows = head['follows'];
  const generation = Number(head['generation']);
  return Array.isArray(follows)
    ? { generation, follows: [Number(follows[0]), Number(follows[1])] }
    : { generation };
}

/** Walks the lines of a snapshot whose checksum is right, so that it needs no doubt. */
class Lines {
  private readonly bytes: Buffer;
  private position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  next(): string {
    const end = this.bytes.indexOf(NEWLINE, this.position);
    const line = this.bytes.toString('utf8', this.position, end);
    this.position = end + 1;
    return line;
  }

  section<T>(title: string): Iterable<T> {
    const line = this.next();
    if (line !== title) throw new SyntaxError(`${title} is not where it belongs`);
    return this.rows<T>();
  }

  rows<T>(): Iterable<T> {
    const text = this.list();
    return { [Symbol.iterator]: () => parsedRows<T>(text) };
  }

  table(): () => Iterable<KubeObject> {
    const text = this.list();
    return tableOfLines({ [Symbol.iterator]: () => parsedRows<Line>(text) }, text);
  }

  /** The rows up to the line that closes the list; they are parsed when they are asked for. */
  private list(): Buffer {
    const { bytes } = this;
    const start = this.position;
    // Rows begin with { or [: only the closing line begins with ].
    while (bytes[this.position] !== CLOSING) this.position = bytes.indexOf(NEWLINE, this.position) + 1;
    const end = this.position;
    this.next();
    return bytes.subarray(start, end);
  }
}

function* parsedRows<T>(bytes: Buffer): Iterator<T> {
  let position = 0;
  while (position < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, position);
    const last = bytes[newline - 1] === COMMA ? newline - 1 : newline;
    yield JSON.parse(bytes.toString('utf8', position, last)) as T;
    position = newline + 1;
  }
}

/** No checksum where it belongs: somebody edited the file, or it was cut short. */
function readEdited(file: string, bytes: Buffer): Snapshot {
  const document = parseWhole(file, bytes);
  if (document['checksum'] !== undefined) {
    throw damagedSnapshot(file, 0, 'it was rewritten by something else and its checksum cannot be verified');
  }
  const { objects, memory, agenda } = document;
  const stranger = Object.keys(document).find((name) => !MEMBERS.includes(name));
  if (stranger !== undefined) throw damagedSnapshot(file, 0, `a state has no ${JSON.stringify(stranger)}`);
  if (!isFields(objects) || !Array.isArray(memory) || !Array.isArray(agenda)) {
    throw damagedSnapshot(file, 0, 'this is JSON, but not a state');
  }
  const tables = Object.entries(objects).map(
    ([table, lines]) => [table, tableOfLines(lines as readonly Line[])] as const,
  );
  return {
    ...headOf(file, document['sim']),
    settings: document['settings'],
    memory: memory as readonly MemoryRow[],
    agenda: agenda as readonly WakeRow[],
    objects: new Map(tables),
  };
}

function parseWhole(file: string, bytes: Buffer): Fields {
  const text = bytes.toString('utf8');
  try {
    const document: unknown = JSON.parse(text);
    if (isFields(document)) return document;
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const offset = position === undefined ? bytes.length : Buffer.byteLength(text.slice(0, Number(position)));
    throw damagedSnapshot(
      file,
      offset,
      offset >= bytes.length ? 'it is cut short' : 'it is no JSON from here on',
    );
  }
  throw damagedSnapshot(file, 0, 'this is JSON, but not a state');
}

function headOf(file: string, head: unknown): Pick<Snapshot, 'mark' | 'now' | 'revision' | 'sequence'> {
  if (!isFields(head) || typeof head['generation'] !== 'number') {
    throw damagedSnapshot(file, 0, 'this is JSON, but not a state');
  }
  if (head['format'] !== FORMAT) {
    throw damagedSnapshot(
      file,
      0,
      `it has format ${String(head['format'])}, this version reads format ${FORMAT}`,
    );
  }
  return {
    mark: markOf(head),
    now: Number(head['now']) as Instant,
    revision: Number(head['revision']) as Revision,
    sequence: Number(head['sequence']),
  };
}

/** Finds the first line that is no JSON; where all are, the checksum is the best place to name. */
function mismatch(file: string, bytes: Buffer, end: number): DamagedStateError {
  for (let start = 0; start < end; start = bytes.indexOf(NEWLINE, start) + 1) {
    const line = bytes.toString('utf8', start, bytes.indexOf(NEWLINE, start)).replace(/,$/, '');
    if (/^[[{]/.test(line) && start > 0 && !isJson(line))
      return damagedSnapshot(file, start, 'this line is no JSON');
  }
  return damagedSnapshot(file, end, 'the content before does not match this checksum');
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

export function damagedSnapshot(file: string, offset: number, what: string): DamagedStateError {
  const wayBack =
    `Put back a copy of the state, or begin anew: mv '${file}' '${file}.damaged'. ` +
    `Was it edited on purpose? Then take out its "checksum".`;
  return new DamagedStateError(file, offset, what, wayBack);
}
