import { isYes } from '../../../client/query.ts';
import { isWatch, withoutWatchPath } from '../../../client/watch-address.ts';
import { seconds } from '../../../machinery/instant.ts';
import { follow, send, watch } from '../../api.ts';
import { CommandError, type Context, type ExitCode } from '../../command.ts';
import { CUT_OFF } from '../../request-timeout.ts';

interface Address {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** `get --raw /path?query`: the body as it came; of one that goes on, as it comes. */
export async function getRaw(raw: string, context: Context): Promise<ExitCode> {
  const address = addressOf(raw);
  const watched = withoutWatchPath(address);
  if (isWatch(watched) || isFollowedLog(address)) return getStream(watched, context);
  const { body, code, headers } = await send(context, 'GET', address.path, address);
  const elsewhere = code === MOVED ? headers?.['Location'] : undefined;
  if (elsewhere !== undefined) return getRaw(elsewhere, context);
  context.out.write(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
  return 0;
}

const MOVED = 301;

function addressOf(raw: string): Address {
  const at = raw.indexOf('?');
  const query = Object.fromEntries(new URLSearchParams(at < 0 ? '' : raw.slice(at + 1)));
  return { path: at < 0 ? raw : raw.slice(0, at), query };
}

const isFollowedLog = ({ path, query }: Address): boolean => path.endsWith('/log') && isYes(query['follow']);

async function getStream({ path, query }: Address, context: Context): Promise<ExitCode> {
  const { requestTimeout, transport, out } = context;
  const own = query['timeoutSeconds'] === undefined ? undefined : seconds(Number(query['timeoutSeconds']));
  const isCut = requestTimeout !== undefined && (own === undefined || requestTimeout < own);
  const events = isCut
    ? follow(context, path, { query })
    : watch(transport, path, { query }, own === undefined ? 'follow' : 'wait');
  for await (const { type, object } of events) {
    // A log comes as text, and is over when its container is.
    if (typeof object === 'string') {
      out.write(object);
      if (type === 'DELETED') return 0;
    } else out.write(`{"type":"${type}","object":${JSON.stringify(object)}}\n`);
  }
  if (isCut) throw new CommandError(CUT_OFF);
  return 0;
}
