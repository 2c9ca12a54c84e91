import { compileJsonPath, type JsonPath, relaxedJsonPath } from '../../machinery/json-path.ts';
import { CommandError, type Files } from '../command.ts';
import { isList } from '../resources/object.ts';
import { goSprint } from './go-format.ts';
import { messageOf } from './jsonpath.ts';
import type { Printer } from './printer.ts';
import { alignTabs, TABLE_LAYOUT } from './tabwriter.ts';

interface Column {
  readonly header: string;
  readonly path: JsonPath;
}

/** `-o custom-columns=HEADER:PATH,...` and `-o custom-columns-file=FILE`; undefined for any other format. */
export function customColumnsPrinter(
  format: string,
  template: string,
  headers: 'shown' | 'hidden',
  files: Pick<Files, 'stat' | 'read'>,
): Printer | undefined {
  const [, name = '', glued] = /^(custom-columns|custom-columns-file)(?:=(.*))?$/s.exec(format) ?? [];
  if (name === '') return undefined;
  const argument = template === '' ? (glued ?? '') : template;
  if (argument === '') throw new CommandError('custom-columns format specified but no custom columns given');
  const fromFile = name === 'custom-columns-file';
  const columns = fromFile ? columnsOfFile(argument, files) : columnsOfSpec(argument);
  let titled = headers === 'hidden' && !fromFile;
  return (object) => {
    const rows = isList(object) ? object.items.map((item) => row(columns, item)) : [row(columns, object)];
    const title = titled ? [] : [columns.map(({ header }) => header).join('\t')];
    titled = true;
    return alignTabs([...title, ...rows].map((line) => `${line}\n`).join(''), TABLE_LAYOUT);
  };
}

function columnsOfSpec(spec: string): readonly Column[] {
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) {
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return column(part.slice(0, colon), part.slice(colon + 1));
  });
}

const EXPECTED =
  'Expected format is one line of space separated headers, one line of space separated column specs.';

function columnsOfFile(path: string, files: Pick<Files, 'stat' | 'read'>): readonly Column[] {
  if (files.stat(path) === undefined) {
    throw new CommandError(`error reading template ${path}, open ${path}: no such file or directory\n`);
  }
  const text = files.read(path);
  const [titles, specs] = text.split('\n');
  if (text === '' || titles === undefined)
    throw new CommandError(`invalid template, missing header line. ${EXPECTED}`);
  if (specs === undefined || (specs === '' && !text.slice(titles.length + 1).includes('\n'))) {
    throw new CommandError(`invalid template, missing spec line. ${EXPECTED}`);
  }
  const headers = words(titles);
  const paths = words(specs);
  if (headers.length !== paths.length) {
    throw new CommandError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  }
  return headers.map((header, i) => column(header, paths[i] ?? ''));
}

const words = (line: string): readonly string[] => line.split(/\s+/).filter((word) => word !== '');

function column(header: string, spec: string): Column {
  try {
    return { header, path: compileJsonPath(relaxedJsonPath(spec), { allowMissingKeys: true }) };
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}

function row(columns: readonly Column[], object: unknown): string {
  return columns.map(({ path }) => cell(path, object)).join('\t');
}

/** All values found, comma-separated; `<none>` where the path leads nowhere. */
function cell(path: JsonPath, object: unknown): string {
  const found = find(path, object);
  const texts = found.flat().map((value) => goSprint(value).replaceAll('\x1b', '^[').replaceAll('\r', '\\r'));
  return (found[0]?.length ?? 0) === 0 ? ['<none>', ...texts].join(',') : texts.join(',');
}

function find(path: JsonPath, object: unknown): ReturnType<JsonPath['find']> {
  try {
    return path.find(object);
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}
