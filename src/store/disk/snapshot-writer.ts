import type { KubeObject } from '../../machinery/object-meta.ts';
import { crc32, crcText } from './crc32.ts';
import { type FileSystem, writeAt } from './file-system.ts';
import type { SavedState, SnapshotMark } from './saved-state.ts';

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
    let first = true;
    for (const object of objects()) {
      if (first) {
        if (open) out.line('],');
        out.line(`${JSON.stringify(table)}:[`);
      }
      out.row(object, first);
      first = false;
      open = true;
    }
    if (!first) out.endRows();
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

  /** One value a line, with commas between. */
  rows(values: Iterable<unknown>): void {
    let first = true;
    for (const value of values) {
      this.row(value, first);
      first = false;
    }
    if (!first) this.endRows();
  }

  row(value: unknown | KubeObject, first: boolean): void {
    if (!first) this.line(',');
    this.text += JSON.stringify(value);
  }

  endRows(): void {
    this.line('');
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
    this.sum = crc32(bytes, this.sum);
    writeAt(this.files, this.fd, bytes, this.written);
    this.written += bytes.length;
  }
}
