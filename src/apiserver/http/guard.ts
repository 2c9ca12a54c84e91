import { failure, type StatusError } from '../../machinery/status.ts';

/** Who may speak to a listener. */
export interface GuardOptions {
  /** What the Authorization header must bear; nobody is asked for one when absent. */
  readonly token?: string | undefined;
  /**
   * Names and addresses under which it may be called, without a port: a page in a browser must not rebind its own name
   * to it. Any when absent.
   */
  readonly hosts?: readonly string[];
}

interface Headers {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
}

/** Why a request is turned away; undefined when it may come in. */
export function refusalOf(headers: Headers, { token, hosts }: GuardOptions): StatusError | undefined {
  if (hosts !== undefined && headers.host !== undefined && !hosts.includes(hostName(headers.host)))
    return forbidden(`the Host header ${JSON.stringify(headers.host)} is not one of this server's names`);
  const { origin } = headers;
  if (
    hosts !== undefined &&
    origin !== undefined &&
    !hosts.includes(hostName(origin.replace(/^\w+:\/\//, '')))
  )
    return forbidden(`the Origin ${JSON.stringify(origin)} is not one of this server's names`);
  if (token !== undefined && !sameText(headers.authorization ?? '', `Bearer ${token}`))
    return failure(401, 'Unauthorized', 'Unauthorized');
  return undefined;
}

const forbidden = (message: string): StatusError => failure(403, 'Forbidden', message);

/** `127.0.0.1:8080`, `[::1]:8080` and `localhost` without the port. */
function hostName(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

/** Takes as long for any text of the same length. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) difference |= (a.charCodeAt(i) || 0) ^ b.charCodeAt(i);
  return difference === 0;
}
