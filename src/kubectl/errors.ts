import { type Status, type StatusCause, StatusError } from '../machinery/status.ts';
import { CommandError, Exit, type ExitCode, UsageError } from './command.ts';

/** Several things went wrong; each is told on a line of its own. */
export class Aggregate extends Error {
  override readonly name = 'Aggregate';
  readonly errors: readonly Error[];
  constructor(errors: readonly Error[]) {
    super(aggregateText(errors));
    this.errors = errors;
  }
}

/** Nothing at all for none, the error itself for one. */
export function throwAll(errors: readonly Error[]): void {
  const [only, second] = errors;
  if (only === undefined) return;
  throw second === undefined ? only : new Aggregate(errors);
}

/** The error without the parts that are to be passed over; undefined when nothing is left. */
export function withoutErrors(error: Error, ignore: (error: unknown) => boolean): Error | undefined {
  if (!(error instanceof Aggregate)) return ignore(error) ? undefined : error;
  const left = error.errors.map((one) => withoutErrors(one, ignore)).filter((one) => one !== undefined);
  return left.length > 1 ? new Aggregate(left) : left[0];
}

/** A word that names no resource the server knows. */
export class NoResourceMatch extends Error {
  override readonly name = 'NoResourceMatch';
  readonly resource: string;
  readonly group: string;
  readonly version: string;
  constructor(resource: string, group = '', version = '') {
    super(`no matches for ${group}/${version}, Resource=${resource}`);
    this.resource = resource;
    this.group = group;
    this.version = version;
  }
}

/** Puts the file an error belongs to before it; what the server said keeps its reason. */
export function inFile(error: unknown, verb: string, source: string): Error {
  if (source === '') return asError(error);
  const told = (message: string): string => `error when ${verb} ${JSON.stringify(source)}: ${message}`;
  if (error instanceof StatusError) {
    return new StatusError({ ...error.status, message: told(error.status.message ?? '') });
  }
  return new Error(told(asError(error).message));
}

export interface Explained {
  /** What goes to stderr, with its line feed; empty when all has been said. */
  readonly text: string;
  readonly exit: ExitCode;
}

/** The one place where an error becomes words and an exit code. `path` is `kubectl get`. */
export function explain(error: unknown, path: string): Explained {
  if (error instanceof Exit) return { text: '', exit: error.exit };
  // Of one error in a list the list is forgotten, but only once: kubectl looks no deeper.
  const only = error instanceof Aggregate && error.errors.length === 1 ? error.errors[0] : error;
  if (only instanceof Exit) return { text: '', exit: only.exit };
  const text = textOf(only, path);
  return {
    text: text === '' || text.endsWith('\n') ? text : `${text}\n`,
    exit: only instanceof CommandError ? only.exit : 1,
  };
}

function textOf(error: unknown, path: string): string {
  if (error instanceof UsageError)
    return `${error.preface}error: ${error.message}${seeAlso(error.see, path)}`;
  if (error instanceof StatusError) return statusText(error.status);
  if (error instanceof NoResourceMatch) return noResourceText(error);
  if (error instanceof Aggregate) return error.errors.map((one) => `${messageOf(one)}\n`).join('');
  const { message } = asError(error);
  return message.startsWith('error: ') ? message : `error: ${message}`;
}

function seeAlso(see: UsageError['see'], path: string): string {
  if (see === 'examples') return `\nSee '${path} -h' for help and examples`;
  if (see === 'usage') return `\nSee '${path} --help' for usage.`;
  return '';
}

/** How one error reads inside a list of several: only what the server said gets a prefix. */
export function messageOf(error: unknown): string {
  return error instanceof StatusError ? serverText(error.status) : asError(error).message;
}

function statusText(status: Status): string {
  if (status.reason !== 'Invalid') return serverText(status);
  const { details } = status;
  if (details === undefined) {
    return `The request is invalid${(status.message ?? '') === '' ? '' : `: ${status.message}`}`;
  }
  const causes = distinct(details.causes ?? []);
  const named = (details.kind ?? '') !== '' || (details.name ?? '') !== '';
  const subject = named
    ? `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`
    : `The request is invalid${causes.length === 0 && status.message !== undefined ? `: ${status.message}` : ''}`;
  if (causes.length === 0) return subject;
  if (causes.length === 1) return `${subject}: ${causes[0]}\n`;
  return [`${subject}: `, ...causes.map((cause) => `* ${cause}`), ''].join('\n');
}

function distinct(causes: readonly StatusCause[]): readonly string[] {
  return [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
}

function serverText(status: Status): string {
  const message = status.message ?? '';
  return (status.reason ?? '') === ''
    ? `Error from server: ${message}`
    : `Error from server (${status.reason}): ${message}`;
}

function noResourceText({ resource, group, version }: NoResourceMatch): string {
  const inGroup = group === '' ? '' : ` in group ${JSON.stringify(group)}`;
  const inVersion =
    version === '' ? '' : `${group === '' ? ' in' : ' and'} version ${JSON.stringify(version)}`;
  return `the server doesn't have a resource type ${JSON.stringify(resource)}${inGroup}${inVersion}`;
}

/** apimachinery's aggregate: one bare, several in brackets, equal texts once. */
function aggregateText(errors: readonly Error[]): string {
  const texts = [...new Set(errors.map((error) => error.message))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** Runs what also the server would complain of in its own words: said here, the words stand alone. */
export function locally<T>(work: () => T, preface = ''): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof StatusError ? new Error(`${preface}${error.message}`) : error;
  }
}

/** What was thrown, as an Error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
