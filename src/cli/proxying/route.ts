/** What a proxy lets through: regular expressions, of which one has to match, or none may. */
export interface Filter {
  readonly acceptPaths: readonly RegExp[];
  readonly rejectPaths: readonly RegExp[];
  readonly acceptHosts: readonly RegExp[];
  readonly rejectMethods: readonly RegExp[];
}

export interface ProxyPlan {
  /** Both end in a slash. */
  readonly apiPrefix: string;
  readonly staticPrefix: string;
  /** The folder whose files are served, '' for none. */
  readonly folder: string;
  /** Absent, everything is let through. */
  readonly filter?: Filter;
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly host: string;
}

/** Where a request goes. */
export type ProxyRoute =
  | { readonly to: 'api'; readonly url: string }
  | { readonly to: 'file'; readonly path: string; readonly query: string }
  | { readonly to: 'redirect'; readonly location: string }
  | { readonly to: 'refusal' }
  | { readonly to: 'nothing' };

/** Reads the address as Go's ServeMux does: unclean paths and folders without their slash are sent elsewhere. */
export function proxyRoute({ method, url, host }: Asked, plan: ProxyPlan): ProxyRoute {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark);
  const prefixes = [...(plan.folder === '' ? [] : [plan.staticPrefix]), plan.apiPrefix];
  const clean = cleaned(path);
  if (clean !== path) return { to: 'redirect', location: clean + query };
  if (prefixes.includes(`${path}/`)) return { to: 'redirect', location: `${path}/${query}` };
  const [prefix] = prefixes.filter((one) => path.startsWith(one)).sort((a, b) => b.length - a.length);
  if (prefix === undefined) return { to: 'nothing' };
  if (plan.folder !== '' && prefix === plan.staticPrefix)
    return { to: 'file', path: path.slice(prefix.length), query };
  const asked = prefix.startsWith('/api') ? path : `/${path.slice(prefix.length)}`;
  const isRefused = plan.filter !== undefined && !isAccepted(plan.filter, { method, url: asked, host });
  return isRefused ? { to: 'refusal' } : { to: 'api', url: asked + query };
}

function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const isFolder = /\/$/.test(path) && parts.length > 0;
  return `/${parts.join('/')}${isFolder ? '/' : ''}`;
}

function isAccepted(filter: Filter, { method, url, host }: Asked): boolean {
  const matches = (text: string, patterns: readonly RegExp[]): boolean =>
    patterns.some((pattern) => pattern.test(text));
  if (matches(url, filter.rejectPaths) || matches(method, filter.rejectMethods)) return false;
  return matches(url, filter.acceptPaths) && matches(withoutPort(host), filter.acceptHosts);
}

/** net.SplitHostPort: brackets go with the port. */
const withoutPort = (host: string): string => {
  const [, bracketed, plain] = /^(?:\[(.*)\]|([^:]*)):\d*$/.exec(host) ?? [];
  return bracketed ?? plain ?? host;
};
