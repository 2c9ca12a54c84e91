import { parseGoDuration } from '../machinery/duration.ts';
import type { Duration } from '../machinery/instant.ts';
import { milliseconds } from '../machinery/instant.ts';

/** A flag as data: parsing, help, completion and "unknown flag" all come from this value. */
export interface Flag<T> {
  readonly name: string;
  readonly short?: string;
  /** What help shows after the `=`. */
  readonly shown: string;
  readonly default: T;
  /** The text a bare `--flag` stands for (pflag's NoOptDefVal); without it the flag needs an argument. */
  readonly alone?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly deprecated?: string;
  readonly help: string;
  /** What kubectl logs about a value it still takes, without the log line's head. */
  readonly remark?: (value: string) => string | undefined;
  /** `previous` is what earlier occurrences gave, undefined at the first. Throws an Error with pflag's inner words. */
  parse(text: string, previous: T | undefined): T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;
export type FlagValues<F> = { readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never };

export interface FlagOptions<T> {
  readonly short?: string;
  readonly default?: T;
  readonly alone?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly deprecated?: string;
  readonly help?: string;
  readonly remark?: (value: string) => string | undefined;
}

/** A string; `--name=value` or `--name value`. */
export function text(name: string, options: FlagOptions<string> = {}): Flag<string> {
  return define(
    name,
    options,
    '',
    (value) => value,
    (value) => `'${value}'`,
  );
}

/** A switch; bare or `--name=false`. */
export function bool(name: string, options: FlagOptions<boolean> = {}): Flag<boolean> {
  return define(name, { alone: 'true', ...options }, false, parseBool, String);
}

/** A whole number. */
export function integer(name: string, options: FlagOptions<number> = {}): Flag<number> {
  return define(name, options, 0, parseInteger, String);
}

/** A Go duration (`30s`, `1m0s`). */
export function duration(
  name: string,
  options: FlagOptions<Duration> & { readonly shown?: string } = {},
): Flag<Duration> {
  const shown = options.shown ?? '0s';
  return define(name, options, milliseconds(0), parseGoDuration, () => shown);
}

/** Comma-separated and repeatable (pflag's stringSlice). */
export function list(name: string, options: FlagOptions<readonly string[]> = {}): Flag<readonly string[]> {
  return define(
    name,
    options,
    [],
    (value, previous) => [...(previous ?? []), ...commaSeparated(value)],
    (value) => `[${value.join(',')}]`,
  );
}

/** Repeatable, commas kept (pflag's stringArray). */
export function array(name: string, options: FlagOptions<readonly string[]> = {}): Flag<readonly string[]> {
  return define(
    name,
    options,
    [],
    (value, previous) => [...(previous ?? []), value],
    (value) => `[${value.join(',')}]`,
  );
}

/** `name=value` pairs, comma-separated and repeatable (pflag's stringToString). */
export function pairs(
  name: string,
  options: FlagOptions<ReadonlyMap<string, string>> = {},
): Flag<ReadonlyMap<string, string>> {
  return define(name, options, new Map(), readPairs, () => '[]');
}

function readPairs(
  value: string,
  previous: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const isOnlyOne = value.split('=').length === 2;
  const found = new Map(previous ?? []);
  for (const pair of isOnlyOne ? [value.replace(/^"+|"+$/g, '')] : commaSeparated(value)) {
    const at = pair.indexOf('=');
    if (at < 0) throw new Error(`${pair} must be formatted as key=value`);
    found.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return found;
}

function define<T>(
  name: string,
  options: FlagOptions<T>,
  zero: T,
  parse: Flag<T>['parse'],
  show: (value: T) => string,
): Flag<T> {
  const value = options.default ?? zero;
  return {
    name,
    shown: show(value),
    default: value,
    help: options.help ?? '',
    parse,
    ...(options.short === undefined ? {} : { short: options.short }),
    ...(options.alone === undefined ? {} : { alone: options.alone }),
    ...(options.required === undefined ? {} : { required: options.required }),
    ...(options.hidden === undefined ? {} : { hidden: options.hidden }),
    ...(options.remark === undefined ? {} : { remark: options.remark }),
    ...(options.deprecated === undefined ? {} : { deprecated: options.deprecated }),
  };
}

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function parseBool(value: string): boolean {
  if (TRUE.has(value)) return true;
  if (FALSE.has(value)) return false;
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
}

/** strconv.ParseInt with base 0: a prefix chooses the base. */
function parseInteger(value: string): number {
  const match = /^([-+]?)(0x[0-9a-f]+|0b[01]+|0o[0-7]+|0[0-7]*|[1-9][0-9]*)$/i.exec(value);
  if (match === null) throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  const digits = match[2] ?? '0';
  const size = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const number = match[1] === '-' ? -size : size;
  if (number > 2 ** 31 - 1 || number < -(2 ** 31)) {
    throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`);
  }
  return number;
}

/** One record of comma-separated values, double quotes hold commas. */
function commaSeparated(value: string): string[] {
  if (value === '') return [];
  if (!value.includes('"')) return value.split(',');
  const fields = [...value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return fields.map((field) => field[1]?.replaceAll('""', '"') ?? field[2] ?? '');
}
