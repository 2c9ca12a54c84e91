/** How a piece of text stands in a difference: on both sides, only before, only after. */
export type Side = '' | '-' | '+';

/** A text as a tree, which is laid out on one line or on many (go-cmp's textNode). */
export type Text = Line | Wrap | List;

export interface Line {
  readonly form: 'line';
  readonly line: string;
}

export interface Wrap {
  readonly form: 'wrap';
  readonly prefix: string;
  readonly value: Text;
  readonly suffix: string;
}

export interface List {
  readonly form: 'list';
  readonly records: readonly TextRecord[];
}

export interface TextRecord {
  readonly side?: Side;
  readonly key?: string;
  readonly value: Text;
  readonly elideComma?: true;
  readonly comment?: string;
}

/** What is longer does not stay on one line when it comes or goes. */
const MOST_COLUMNS = 80;

export const line = (text: string): Line => ({ form: 'line', line: text });
export const wrap = (prefix: string, value: Text, suffix = ''): Wrap => ({
  form: 'wrap',
  prefix,
  value,
  suffix,
});
export const list = (records: readonly TextRecord[]): List => ({ form: 'list', records });

export const NIL = line('nil');
export const ELLIPSIS = line('...');

export const isNil = (text: Text): boolean => text.form === 'line' && text.line === NIL.line;

export const ellipsis = (comment?: string): TextRecord => ({
  value: ELLIPSIS,
  elideComma: true,
  ...(comment === undefined ? {} : { comment }),
});

/** The whole text, indented as a difference. */
export function layOut(text: Text): string {
  const [, compacted] = compact(text, '');
  return `${indent('', 0)}${expand(compacted, '', 0)}\n`;
}

/** The length on one line: of two equal values the shorter text is shown. */
export function lengthOf(text: Text): number {
  return compact(text, '')[0].length;
}

export const sameText = (a: Text, b: Text): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The text on one line, and the tree in which whatever may stand on one line does. */
function compact(text: Text, side: Side): readonly [string, Text] {
  if (text.form === 'line') return [text.line, text];
  if (text.form === 'wrap') {
    const [inner, value] = compact(text.value, side);
    const whole = text.prefix + inner + text.suffix;
    return [whole, value.form === 'line' ? line(whole) : { ...text, value }];
  }
  let many = false;
  const parts: string[] = [];
  const records = text.records.map((record): TextRecord => {
    const own = record.side ?? '';
    const [inner, value] = compact(record.value, side || own);
    if (own !== '' || value.form !== 'line' || record.comment !== undefined) many = true;
    parts.push(`${record.key ? `${record.key}: ` : ''}${inner}`);
    return { ...record, value };
  });
  const whole = parts.join(', ');
  if (side !== '' && whole.length > MOST_COLUMNS) many = true;
  return [whole, many ? list(records) : line(whole)];
}

const indent = (side: Side, depth: number): string => `${side || ' '} ${'\t'.repeat(depth)}`;

function expand(text: Text, side: Side, depth: number): string {
  if (text.form === 'line') return text.line;
  if (text.form === 'wrap') return text.prefix + expand(text.value, side, depth) + text.suffix;
  const end = `\n${indent(side, depth)}`;
  const isSimple =
    text.records.length > 0 &&
    text.records.every(
      ({ side: own, key, value, comment }) => !own && !key && value.form === 'line' && comment === undefined,
    );
  if (isSimple)
    return (
      batches(text.records)
        .map((batch) => `\n${indent(side, depth + 1)}${batch}`)
        .join('') + end
    );
  const pads = keyPads(text.records);
  const rows = text.records.map((record, index) => {
    const own = side || (record.side ?? '');
    const key = record.key ? `${record.key}: ` : '';
    const value = expand(record.value, own, depth + 1);
    const comma = record.elideComma ? '' : ',';
    const comment = record.comment === undefined ? '' : ` // ${record.comment}`;
    return `\n${indent(own, depth + 1)}${key}${' '.repeat(pads[index] ?? 0)}${value}${comma}${comment}`;
  });
  return rows.join('') + end;
}

/** Short items share lines. */
function batches(records: readonly TextRecord[]): readonly string[] {
  const found: string[] = [];
  let batch = '';
  for (const { value } of records) {
    const text = value.form === 'line' ? value.line : '';
    if (batch.length + text.length + 2 > MOST_COLUMNS && batch !== '') {
      found.push(batch.trimEnd());
      batch = '';
    }
    batch += `${text}, `;
  }
  if (batch !== '') found.push(batch.trimEnd());
  return found;
}

/** Keys of neighbours whose values stand on one line are as wide as the widest. */
function keyPads(records: readonly TextRecord[]): readonly number[] {
  const pads = records.map(() => 0);
  let group: number[] = [];
  const close = (): void => {
    const width = Math.max(0, ...group.map((index) => [...(records[index]?.key ?? '')].length));
    for (const index of group) pads[index] = width - [...(records[index]?.key ?? '')].length;
    group = [];
  };
  records.forEach(({ key, value }, index) => {
    if (!key || value.form !== 'line') close();
    else group.push(index);
  });
  close();
  return pads;
}
