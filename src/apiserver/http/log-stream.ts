import type { ServerResponse } from 'node:http';
import { isYes } from '../../client/query.ts';
import type { ApiRequest, WatchEvent } from '../../client/transport.ts';
import { isFields } from '../../machinery/json.ts';
import type { Backstage } from './backstage.ts';
import { Reader } from './reader.ts';

const LOG = /^(\/api\/v1\/namespaces\/[^/]+\/pods)\/([^/]+)\/log$/;

/** Whether a request asks for a log and for what is still to be printed. */
export const isFollowedLog = ({ path, query, method }: ApiRequest): boolean =>
  method === 'GET' && isYes(query['follow']) && LOG.test(path);

/** Streams what a container prints until it ends, its pod is gone, or the reader is. */
export function streamLog(backstage: Backstage, request: ApiRequest, response: ServerResponse): void {
  const stops: (() => void)[] = [];
  const reader = new Reader(response, () => {
    for (const stop of stops) stop();
  });
  response.writeHead(200, {
    'Content-Type': 'text/plain',
    'Cache-Control': 'no-cache, private',
    Date: new Date(backstage.now()).toUTCString(),
  });
  response.flushHeaders();
  stops.push(
    backstage.watch(request, ({ object }) => {
      if (typeof object === 'string') reader.write(object);
    }),
  );
  let first: unknown;
  stops.push(
    backstage.watch(podRequest(request), (event) => {
      first ??= runningIn(event, request.query['container']);
      if (first === undefined || runningIn(event, request.query['container']) !== first) reader.end();
    }),
  );
}

function podRequest(request: ApiRequest): ApiRequest {
  const [, path = '', name = ''] = LOG.exec(request.path) ?? [];
  return {
    ...request,
    path,
    query: { watch: 'true', fieldSelector: `metadata.name=${name}` },
    accept: 'json',
  };
}

/** What tells one run of the container from the next; undefined while it does not run. */
function runningIn({ type, object }: WatchEvent, container: string | undefined): unknown {
  if (type === 'DELETED' || !isFields(object) || !isFields(object['status'])) return undefined;
  const lists = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];
  const statuses = lists.flatMap((list) => (object['status'] as Record<string, unknown>)[list] ?? []);
  const own = statuses.find((one) => isFields(one) && (container === undefined || one['name'] === container));
  if (!isFields(own) || !isFields(own['state'])) return undefined;
  return own['state']['running'] === undefined ? undefined : own['containerID'];
}
