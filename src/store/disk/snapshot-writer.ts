import { crc32, crcText } from './crc32.ts';
import { type FileSystem, writeAt } from './file-system.ts';
import { packed } from './packing.ts';
import type { SavedState, SnapshotMark } from './saved-state.ts';
import { textOf } from './siblings.ts';

/** The number of the format: a later one is refused, not guessed at. */
export const FORMAT = 1;

const CHUNK = 1 << 20;

/**
 * Writes a state as one JSON document with one object a line, so that people, jq and diff can read it, and so that no
 * string ever holds the whole. The last line is a checksum of all before it. Returns how many bytes there are.
 */
export function writeSnapshot(files: FileSystem, fd: number, state: SavedState, mark: SnapshotMark): number {
  const out = new LineWriter(files, fd);
  const { now, revision, sequence } = state;
  out.line(`{"sim":${JSON.stringify({ format: FORMAT, ...mark, now, revision, sequence })},`);
  out.line(`"settings":${JSON.stringify(state.settings ?? null)},`);
  out.line('"memory":[');
  out.rows(state.memory);
  out.line('],');
  out.line('"agenda":[');
  out.rows(state.agenda);
  out.line('],');
  out.line('"objects":{');
  writeTables(out, state);
  out.line('},');
  return out.finish();
}

function writeTables(out: LineWriter, state: SavedState): void {
  let open = false;
  for (const [table, objects] of state.objects) {
    const text = textOf(objects);
    const values = text === undefined ? [...objects()] : [];
    if (values.length === 0 && !text?.length) continue;
    if (open) out.line('],');
    out.line(`${JSON.stringify(table)}:[`);
    if (text === undefined) out.rows(packed(values));
    else out.lines(text);
    open = true;
  }
  if (open) out.line(']');
}

/** Gathers lines into pieces of a megabyte, sums them and writes them. */
class LineWriter {
  private readonly files: FileSystem;
  private readonly fd: number;
  private text = '';
  private sum = 0;
  private written = 0;

  constructor(files: FileSystem, fd: number) {
    this.files = files;
    this.fd = fd;
  }

  line(text: string): void {
    this.text += text;
    this.text += '\n';
    if (this.text.length > CHUNK) this.flush();
  }

  /** Lines as they stood in the snapshot before. */
  lines(bytes: Buffer): void {
    this.flush();
    this.write(bytes);
  }

  /** One value a line, with commas between. */
  rows(values: Iterable<unknown>): void {
    let first = true;
    for (const value of values) {
      if (!first) this.line(',');
      this.text += JSON.stringify(value);
      first = false;
    }
    if (!first) this.line('');
  }

  finish(): number {
    this.flush();
    const trailer = Buffer.from(`"checksum":"${crcText(this.sum)}"}\n`);
    writeAt(this.files, this.fd, trailer, this.written);
    return this.written + trailer.length;
  }

  private flush(): void {
    const bytes = Buffer.from(this.text);
    this.text = '';
    this.write(bytes);
  }

  private write(bytes: Buffer): void {
    this.sum = crc32(bytes, this.sum);
    writeAt(this.files, this.fd, bytes, this.written);
    this.written += bytes.length;
  }
}
