import type { KubeObject } from '../../machinery/object-meta.ts';
import type { Key, Revision } from '../store.ts';
import { crc32, crcText } from './crc32.ts';
import { DamagedStateError } from './damage.ts';
import type { SavedStep } from './saved-state.ts';

/** A step with its place: the snapshot it goes on from, and its number after it, from 1. */
export interface JournalRecord extends SavedStep {
  readonly generation: number;
  readonly number: number;
}

/** Where in the life of a state something stands: so many records after a snapshot. */
export interface StatePosition {
  readonly generation: number;
  readonly records: number;
}

export interface JournalTail {
  /** Those of the asked generation. */
  readonly records: readonly JournalRecord[];
  /** Where the last of them ends; what lies behind was never acknowledged or is stale. */
  readonly end: number;
}

/** No record is longer: what changes more is saved as a new snapshot. */
export const LONGEST_RECORD = 64 * 1024 * 1024;

/** A row of the journal is hardly ever shorter, and a journal of deletions alone may as well be a snapshot. */
const SHORTEST_ROW = 250;

type ChangeRow =
  | readonly [key: Key, modified: Revision, value: KubeObject]
  | readonly [key: Key, modified: Revision];
type RecordBody = Omit<JournalRecord, 'changes'> & { readonly changes: readonly ChangeRow[] };

/** `{"crc":"1a2b3c4d","length":1234,"record":{...}}`: a line that people and jq can read. */
const HEADER = /^\{"crc":"([0-9a-f]{8})","length":(\d{1,12}),"record":/;
const LONGEST_HEADER = 60;
const FOOTER = '}\n';
const NEWLINE = 10;

/** One line; undefined where it would be longer than `limit`: no more is encoded than is needed to see that. */
export function encodeRecord(record: JournalRecord, limit = LONGEST_RECORD): Buffer | undefined {
  const { changes, ...rest } = record;
  if (changes.length * SHORTEST_ROW > limit) return undefined;
  const rows: string[] = [];
  let length = 0;
  for (const { key, modified, value } of changes) {
    const row = JSON.stringify(value === undefined ? [key, modified] : [key, modified, value]);
    length += row.length;
    if (length > limit) return undefined;
    rows.push(row);
  }
  const body = Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"changes":[${rows.join(',')}]}`);
  const header = `{"crc":"${crcText(crc32(body))}","length":${body.length},"record":`;
  return Buffer.concat([Buffer.from(header), body, Buffer.from(FOOTER)]);
}

/**
 * Reads the records that follow `position` from bytes that begin at `offset` of the file. A torn last record and
 * records of earlier generations are left out.
 */
export function decodeJournal(
  file: string,
  bytes: Buffer,
  offset: number,
  position: StatePosition,
): JournalTail {
  const records: JournalRecord[] = [];
  let end = offset;
  for (let start = 0; start < bytes.length; ) {
    const line = readLine(bytes, start);
    if (typeof line === 'string') {
      if (isTorn(bytes, start)) break;
      throw damagedJournal(file, offset + start, line);
    }
    const { generation, number } = line.record;
    if (generation >= position.generation) {
      const awaited = position.records + records.length + 1;
      if (generation > position.generation) {
        throw damagedJournal(
          file,
          offset + start,
          'this record belongs to a later snapshot than the one beside it',
        );
      }
      if (number !== awaited)
        throw damagedJournal(file, offset + start, `record ${awaited} is missing before this one`);
      records.push(line.record);
      end = offset + line.end;
    }
    start = line.end;
  }
  return { records, end };
}

export function damagedJournal(file: string, offset: number, what: string): DamagedStateError {
  const wayBack =
    `Put back a copy of the state, or go on without what came after this point: ` +
    `truncate -s ${offset} '${file}'`;
  return new DamagedStateError(file, offset, what, wayBack);
}

/** The record that starts here, or what is wrong with it. */
function readLine(bytes: Buffer, start: number): { record: JournalRecord; end: number } | string {
  const header = HEADER.exec(bytes.toString('latin1', start, start + LONGEST_HEADER));
  if (header === null) return 'this is no journal record';
  const bodyStart = start + header[0].length;
  const bodyEnd = bodyStart + Number(header[2]);
  const end = bodyEnd + FOOTER.length;
  if (end > bytes.length) return 'the record is cut short';
  if (bytes.toString('latin1', bodyEnd, end) !== FOOTER) return 'the record does not end where it should';
  const body = bytes.subarray(bodyStart, bodyEnd);
  if (crcText(crc32(body)) !== header[1]) return 'the record does not match its checksum';
  const parsed = JSON.parse(body.toString('utf8')) as RecordBody;
  const changes = parsed.changes.map(([key, modified, value]) => ({ key, modified, value }));
  return { record: { ...parsed, changes }, end };
}

/**
 * Whether a bad record is one whose writing was interrupted: nothing follows it, and it is either the beginning of a
 * record or holds what a file system leaves where data was not written in time (zeros).
 */
function isTorn(bytes: Buffer, start: number): boolean {
  const newline = bytes.indexOf(NEWLINE, start);
  if (newline !== -1 && newline !== bytes.length - 1) return false;
  if (bytes.indexOf(0, start) !== -1) return true;
  return newline === -1 && beginsRecord(bytes.toString('latin1', start, start + LONGEST_HEADER));
}

function beginsRecord(text: string): boolean {
  if (HEADER.test(text)) return true;
  const [first, second] = ['{"crc":"00000000","length":', ',"record":'];
  const digits = text.slice(8, 16).replace(/[0-9a-f]/g, '0');
  const rest = text.slice(first.length).replace(/^\d{1,12}/, '');
  return (
    first.startsWith(`${text.slice(0, 8)}${digits}${text.slice(16, first.length)}`) && second.startsWith(rest)
  );
}
