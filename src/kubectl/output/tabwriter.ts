export interface TabLayout {
  /** Least width of a column, padding included. */
  readonly minWidth: number;
  /** Blanks behind the widest cell. */
  readonly padding: number;
  /** A column is never narrower than the columns in its place before it. */
  readonly remembersWidths: boolean;
}

/** How kubectl's tables stand: `get`, `api-resources`, custom columns. */
export const TABLE_LAYOUT: TabLayout = { minWidth: 6, padding: 3, remembersWidths: true };
/** How `describe` aligns. */
export const DESCRIBE_LAYOUT: TabLayout = { minWidth: 0, padding: 2, remembersWidths: false };

/**
 * Go's text/tabwriter with blanks: cells end at a tab; a column is a run of lines that have a tab-ended cell there.
 * Text behind a line's last tab belongs to no column.
 */
export function alignTabs(text: string, layout: TabLayout): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  if (lines.every((cells) => cells.length === 1)) return text;
  const widths: number[][] = lines.map(() => []);
  measure({ lines, widths, widest: [], layout }, 0, 0, lines.length);
  return lines
    .map((cells, row) => cells.map((cell, column) => padded(cell, widths[row]?.[column])).join(''))
    .join('\n');
}

interface Measured {
  readonly lines: readonly (readonly string[])[];
  readonly widths: readonly number[][];
  /** How wide each column has been. */
  readonly widest: number[];
  readonly layout: TabLayout;
}

/** Fills in the widths of `column` and the ones right of it for the rows from `start` up to `end`. */
function measure(text: Measured, column: number, start: number, end: number): void {
  const { lines, widths, widest, layout } = text;
  let row = start;
  while (row < end) {
    if (column >= cellCount(lines, row) - 1) {
      row++;
      continue;
    }
    const first = row;
    let width = layout.minWidth;
    for (; row < end && column < cellCount(lines, row) - 1; row++) {
      width = Math.max(width, runeCount(lines[row]?.[column] ?? '') + layout.padding);
    }
    if (layout.remembersWidths) width = Math.max(width, widest[column] ?? 0);
    widest[column] = width;
    for (let i = first; i < row; i++) widths[i]?.push(width);
    measure(text, column + 1, first, row);
  }
}

const cellCount = (lines: readonly (readonly string[])[], row: number): number => lines[row]?.length ?? 0;

function padded(cell: string, width: number | undefined): string {
  return width === undefined ? cell : cell + ' '.repeat(Math.max(0, width - runeCount(cell)));
}

/** Go counts characters, not what they occupy on a screen. */
export function runeCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
