import { isYes } from '../client/query.ts';
import { type FieldError, forbidden, invalid, unsupported } from '../machinery/field-path.ts';
import { badRequest, failure, invalidObject } from '../machinery/status.ts';
import type { Revision } from '../store/store.ts';

/** What a list or a watch asks for beside its selectors (metav1.ListOptions). */
export interface ListOptions {
  /** 0 for no limit. */
  readonly limit: number;
  readonly continueAt: string;
  readonly resourceVersion: string;
  readonly match: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly allowWatchBookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
}

type Query = Readonly<Record<string, string>>;

/** Reads and checks the options of a list. Throws BadRequest and Invalid. */
export function listOptionsFrom(query: Query): ListOptions {
  return checked(query, listFaults);
}

/** Reads and checks the options of a watch. Throws BadRequest and Invalid. */
export function watchOptionsFrom(query: Query): ListOptions {
  return checked(query, watchFaults);
}

/** The revision that a request names; `undefined` for none and for `0`, any. Throws BadRequest, and Timeout for one to come. */
export function revisionFrom(text: string, current: Revision): Revision | undefined {
  const asked = parseRevision(text);
  if (asked !== undefined && asked > current) throw tooLarge(text, current);
  return asked;
}

/** As {@link revisionFrom}, without asking whether the revision is there yet. */
export function parseRevision(text: string): Revision | undefined {
  if (text === '' || text === '0') return undefined;
  if (/^\d+$/.test(text) && BigInt(text) < 1n << 64n)
    return (Number(text) || undefined) as Revision | undefined;
  const fault = /^\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  const problem = `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${fault}`;
  const { field, shown, detail } = invalid('resourceVersion', text, problem);
  throw badRequest(`invalid resource version: ${field}: Invalid value: ${shown}: ${detail}`);
}

/** Upstream waits three seconds for the revision to come; here nothing is on its way. */
function tooLarge(asked: string, current: Revision): Error {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  return failure(504, 'Timeout', message, { causes, retryAfterSeconds: 1 });
}

function checked(query: Query, faultsOf: (options: ListOptions) => readonly FieldError[]): ListOptions {
  const initial = query['sendInitialEvents'];
  const options: ListOptions = {
    limit: integer(query['limit']) ?? 0,
    continueAt: query['continue'] ?? '',
    resourceVersion: query['resourceVersion'] ?? '',
    match: query['resourceVersionMatch'] ?? '',
    sendInitialEvents: initial === undefined ? undefined : isYes(initial),
    allowWatchBookmarks: isYes(query['allowWatchBookmarks']),
    timeoutSeconds: integer(query['timeoutSeconds']),
  };
  const faults = faultsOf(options);
  if (faults.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', faults);
  return options;
}

function integer(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[+-]?\d{1,18}$/.test(text)) return Number(text);
  const fault = /^[+-]?\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${fault}`);
}

const MATCH = 'resourceVersionMatch';

function listFaults({ match, resourceVersion, continueAt, sendInitialEvents }: ListOptions): FieldError[] {
  const faults: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === '')
      faults.push(forbidden(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`));
    if (continueAt !== '') faults.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
    if (match !== 'Exact' && match !== 'NotOlderThan')
      faults.push(unsupported(MATCH, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0')
      faults.push(forbidden(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`));
  }
  if (sendInitialEvents !== undefined)
    faults.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return faults;
}

/** As with the feature gate WatchList, which newer clients count on. */
function watchFaults({ match, continueAt, sendInitialEvents }: ListOptions): FieldError[] {
  const faults: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan')
    faults.push(forbidden(MATCH, `sendInitialEvents requires setting ${MATCH} to NotOlderThan`));
  if (match === '') return faults;
  if (sendInitialEvents === undefined)
    faults.push(forbidden(MATCH, `${MATCH} is forbidden for watch unless sendInitialEvents is provided`));
  if (match !== 'NotOlderThan') faults.push(unsupported(MATCH, match, ['NotOlderThan']));
  if (continueAt !== '') faults.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
  return faults;
}
