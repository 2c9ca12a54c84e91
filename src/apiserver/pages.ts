import type { Kind } from '../kinds/kind.ts';
import { isFields } from '../machinery/json.ts';
import { badRequest, failure, StatusError } from '../machinery/status.ts';
import { CompactedError, type Entry, type Revision, type Store } from '../store/store.ts';
import { candidates, selectionFrom } from './list.ts';
import { type ListOptions, listOptionsFrom, revisionFrom } from './list-options.ts';
import { prefixOf } from './registry.ts';
import type { ListMeta } from './table.ts';

/** A list, or a part of it, and where the next part begins. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly metadata: ListMeta;
}

/**
 * What kubectl asks for when nobody says a limit. A server may send more: in pages so small its client waits for its own
 * rate limit most of the time.
 */
const KUBECTL_CHUNK = 500;

/** The part of a list that a request asks for. Throws BadRequest, Invalid, Timeout and Expired. */
export function pageOf(
  store: Store,
  kind: Kind,
  namespace: string,
  query: Readonly<Record<string, string>>,
): Page {
  const options = listOptionsFrom(query);
  const selection = selectionFrom(kind, query);
  // Tokens hold what follows this, as upstream's hold what follows the resource's own prefix.
  const base = `${prefixOf(kind)}${kind.scope === 'Cluster' ? '/' : namespace === '' ? '' : `${namespace}/`}`;
  const from = options.continueAt === '' ? undefined : decodeToken(options, base);
  const at = from === undefined ? exactRevision(options, store.revision()) : from.revision;
  const revision = at ?? store.revision();
  const all =
    revision === store.revision()
      ? candidates(store, kind, namespace, selection)
      : entriesAt(store, revision, base, from);
  const start = from === undefined ? 0 : firstAtOrAfter(all, from.key);
  const limit = limitOf(options);
  const { entries, next } = taken(all, start, limit, selection.filter);
  const last = next < all.length ? all[next - 1] : undefined;
  if (last === undefined) return { entries, metadata: { resourceVersion: String(revision) } };
  return {
    entries,
    metadata: {
      resourceVersion: String(revision),
      continue: encodeToken(`${last.key}\0`, base, revision),
      // With selectors nobody knows how many of the rest are meant.
      ...(selection.isEverything ? { remainingItemCount: all.length - next } : {}),
    },
  };
}

/** The watch cache pays no heed to a limit where any revision will do. */
function limitOf({ limit, resourceVersion, continueAt }: ListOptions): number {
  if (resourceVersion === '0' && continueAt === '') return Number.POSITIVE_INFINITY;
  return limit <= 0 || limit === KUBECTL_CHUNK ? Number.POSITIVE_INFINITY : limit;
}

function taken(
  all: readonly Entry[],
  start: number,
  limit: number,
  filter: ((entry: Entry) => boolean) | undefined,
): { readonly entries: readonly Entry[]; readonly next: number } {
  if (filter === undefined) {
    const next = Math.min(all.length, start + limit);
    return { entries: start === 0 && next === all.length ? all : all.slice(start, next), next };
  }
  const entries: Entry[] = [];
  let next = start;
  for (; next < all.length && entries.length < limit; next++) {
    const entry = all[next];
    if (entry !== undefined && filter(entry)) entries.push(entry);
  }
  return { entries, next };
}

/** The revision that has to be answered and no other; undefined for the present one. */
function exactRevision(
  { resourceVersion, match, limit }: ListOptions,
  current: Revision,
): Revision | undefined {
  const asked = revisionFrom(resourceVersion, current);
  return match === 'Exact' || (match === '' && limit > 0) ? asked : undefined;
}

function entriesAt(
  store: Store,
  revision: Revision,
  base: string,
  from: Continuation | undefined,
): readonly Entry[] {
  try {
    return store.listAt(revision, base);
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error;
    if (from === undefined)
      throw failure(410, 'Expired', 'The resourceVersion for the provided list is too old.');
    const { status } = failure(410, 'Expired', CONTINUE_EXPIRED);
    throw new StatusError({ ...status, metadata: { continue: encodeToken(from.key, base, -1) } });
  }
}

const CONTINUE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

interface Continuation {
  readonly key: string;
  /** Undefined for the present one. */
  readonly revision: Revision | undefined;
}

const TOKEN_VERSION = 'meta.k8s.io/v1';

function encodeToken(key: string, base: string, revision: number): string {
  const token = { v: TOKEN_VERSION, rv: revision, start: key.slice(base.length) };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodeToken({ continueAt, resourceVersion }: ListOptions, base: string): Continuation {
  const token = tokenFrom(continueAt);
  if (token['v'] !== TOKEN_VERSION)
    throw badToken(`: server does not recognize this encoded version ${String(token['v'] ?? '')}`);
  const { rv, start } = token;
  if (typeof rv !== 'number' || rv === 0)
    throw badToken(`: incorrect encoded start resourceVersion (version ${TOKEN_VERSION})`);
  if (typeof start !== 'string' || start === '')
    throw badToken(`: encoded start key empty (version ${TOKEN_VERSION})`);
  const parts = start.replace(/^\//, '').split('/');
  // A token must not lead out of what the request may see.
  if (parts.some((part) => part === '' || part === '.' || part === '..')) throw badToken(`: ${start}`);
  if (resourceVersion !== '' && resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  return { key: base + parts.join('/'), revision: rv < 0 ? undefined : (rv as Revision) };
}

function tokenFrom(text: string): Readonly<Record<string, unknown>> {
  if (!/^[\w-]*$/.test(text)) {
    const at = text.search(/[^\w-]/);
    throw badToken(`: illegal base64 data at input byte ${at}`);
  }
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (isFields(token)) return token;
  } catch {
    // Told below like every other text that is no token.
  }
  throw badToken(': the encoded text is no token');
}

const badToken = (why: string): StatusError =>
  badRequest(`invalid continue token: continue key is not valid${why}`);

function firstAtOrAfter(entries: readonly Entry[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.key ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
