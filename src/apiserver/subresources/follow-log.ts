import type { ApiRequest, WatchEvent } from '../../client/transport.ts';
import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';
import type { ResourceRoute } from '../routes.ts';
import { storedObject } from '../stored.ts';
import { chosenContainer, hasRun, logOf, optionsFrom, statusOf } from './log.ts';
import { shownLog } from './log-text.ts';

/** Calls back with what a container has printed, and with more whenever time has passed, until that run of it is over. */
export function followLog(
  backend: Backend,
  { kind, namespace, name = '' }: ResourceRoute,
  { query }: ApiRequest,
  onEvent: (event: WatchEvent) => void,
): () => void {
  const ref = { namespace, name };
  const tell = (type: WatchEvent['type'], object: string): void => {
    if (object !== '' || type === 'DELETED') onEvent({ type, object, date: backend.now() });
  };
  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const each of stops.splice(0)) each();
  };
  const pod = storedObject(backend, kind, ref) as Pod;
  const container = chosenContainer(pod, query);
  const run = statusOf(pod, container)?.containerID;
  const linesOf = (of: Pod) =>
    backend.containers
      ?.log(of, container, 'current', backend.now())
      ?.filter(({ text }) => text.endsWith('\n')) ?? [];
  tell('ADDED', logOf(backend, kind, ref, query));
  let seen = hasRun(statusOf(pod, container)) ? linesOf(pod).length : 0;
  let last = backend.now();
  const look = (): void => {
    // Who takes in what others did goes back for a moment.
    if (backend.now() < last) return;
    last = backend.now();
    const current = backend.store.get(keyOf(kind, namespace, name))?.value as Pod | undefined;
    const status = current === undefined ? undefined : statusOf(current, container);
    const isSame = current !== undefined && status?.containerID === run;
    if (isSame && hasRun(status)) {
      const lines = linesOf(current);
      tell(
        'MODIFIED',
        shownLog(
          lines.slice(seen),
          { ...optionsFrom({}), timestamps: optionsFrom(query).timestamps },
          backend.now(),
        ),
      );
      seen = lines.length;
    }
    if (isSame && status?.state?.running !== undefined) return;
    stop();
    tell('DELETED', '');
  };
  if (statusOf(pod, container)?.state?.running === undefined) tell('DELETED', '');
  else
    stops.push(backend.onTime?.(look) ?? (() => {}), backend.store.watch(keyOf(kind, namespace, name), look));
  return stop;
}
