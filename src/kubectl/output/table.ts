import { humanDuration } from '../../machinery/duration.ts';
import { type Instant, instantOf } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { formatLabels } from '../../machinery/labels.ts';
import {
  type AnyObject,
  isList,
  isTable,
  type Table,
  type TableColumn,
  type TableRow,
} from '../resources/object.ts';
import { itemsOf } from '../resources/visiting.ts';
import { runeCount, TABLE_LAYOUT } from './tabwriter.ts';

/** How `get` shows tables. */
export interface TableOptions {
  readonly headers: boolean;
  readonly wide: boolean;
  readonly namespaces: boolean;
  /** `deployment.apps` before each name; undefined for plain names. */
  readonly kind: string | undefined;
  readonly columnLabels: readonly string[];
  readonly showLabels: boolean;
}

/** Lines of cells, aligned; widths only grow, also from one watch event to the next. */
export class ColumnWriter {
  private widths: number[] = [];
  private lines: (readonly string[])[] = [];

  /** A tab inside a cell ends the column, as in kubectl's writer. */
  add(cells: readonly string[]): void {
    const line = cells.join('\t').split('\t');
    this.lines.push(line);
    for (let i = 0; i < line.length - 1; i++) {
      const width = Math.max(TABLE_LAYOUT.minWidth, runeCount(line[i] ?? '') + TABLE_LAYOUT.padding);
      if (width > (this.widths[i] ?? 0)) this.widths[i] = width;
    }
  }

  /** The text of the lines since the last call. */
  flush(): string {
    const { widths } = this;
    const text = this.lines.map((line) => {
      const last = line.length - 1;
      return `${line.map((cell, i) => (i === last ? cell : padded(cell, widths[i] ?? 0))).join('')}\n`;
    });
    this.lines = [];
    return text.join('');
  }

  forgetWidths(): void {
    this.widths = [];
  }
}

const padded = (cell: string, width: number): string => cell + ' '.repeat(width - runeCount(cell));

/** Prints tables of one kind; the header comes once, and again when the columns change. */
export class TablePrinter {
  private readonly options: TableOptions;
  private columns: readonly TableColumn[] = [];
  private headerPrinted = false;

  constructor(options: TableOptions) {
    this.options = options;
  }

  /** `event` (ADDED ...) becomes a column of its own, in front. */
  print(object: AnyObject, writer: ColumnWriter, now: Instant, event?: string): void {
    const table = isTable(object) ? object : metadataTable(object, now);
    const columns = table.columnDefinitions ?? [];
    if (columns.length > 0 && !equalJson(columns, this.columns)) {
      this.columns = columns;
      this.headerPrinted = false;
    }
    if (table.rows.length === 0) return;
    const shown = this.shownColumns();
    if (this.options.headers && !this.headerPrinted) writer.add(this.header(shown, event));
    this.headerPrinted = true;
    for (const row of table.rows) writer.add(this.cells(row, shown, event));
  }

  /** Indices of the columns that show. */
  private shownColumns(): readonly number[] {
    return this.columns.flatMap(({ priority = 0 }, i) => (priority === 0 || this.options.wide ? [i] : []));
  }

  private header(shown: readonly number[], event: string | undefined): readonly string[] {
    const { namespaces, columnLabels, showLabels } = this.options;
    return [
      ...(event === undefined ? [] : ['EVENT']),
      ...(namespaces ? ['NAMESPACE'] : []),
      ...shown.map((i) => (this.columns[i]?.name ?? '').toUpperCase()),
      ...columnLabels.map((label) => (label.split('/').at(-1) ?? '').toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  private cells(row: TableRow, shown: readonly number[], event: string | undefined): readonly string[] {
    const { namespaces, columnLabels, showLabels } = this.options;
    const labels = row.object?.metadata?.labels;
    const told = row.object === undefined || row.object === null;
    return [
      ...(event === undefined ? [] : [event.padEnd(8)]),
      ...(namespaces ? [row.object?.metadata?.namespace ?? ''] : []),
      ...shown.map((i) => this.cell(row, i)),
      ...columnLabels.map((label) => labels?.[label] ?? ''),
      ...(showLabels ? [told ? '' : formatLabels(labels) || '<none>'] : []),
    ];
  }

  private cell(row: TableRow, index: number): string {
    const text = cellText(row.cells[index]);
    const { kind } = this.options;
    return kind !== undefined && index === this.nameColumn() ? `${kind}/${text}` : text;
  }

  private nameColumn(): number {
    return this.columns.findIndex(({ format, type }) => format === 'name' && type === 'string');
  }
}

/** A cell as text: cut at the first line end, terminal escapes made harmless. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  const end = text.search(/[\f\n\r]/);
  return (end < 0 ? text : `${text.slice(0, end)}...`).replaceAll('\u001b', '^[');
}

const METADATA_COLUMNS: readonly TableColumn[] = [
  { name: 'Name', type: 'string', format: 'name' },
  { name: 'Age', type: 'string' },
];

/** What kubectl shows of objects that came without a table: name and age. */
function metadataTable(object: AnyObject, now: Instant): Table {
  const objects = isList(object) ? itemsOf(object) : [object];
  return {
    columnDefinitions: METADATA_COLUMNS,
    rows: objects.map((one) => ({ cells: [one.metadata.name ?? '', ageOf(one, now)], object: one })),
  };
}

function ageOf({ metadata }: AnyObject, now: Instant): string {
  const created = metadata.creationTimestamp;
  return created === undefined || created === null ? '<unknown>' : humanDuration(now - instantOf(created));
}
