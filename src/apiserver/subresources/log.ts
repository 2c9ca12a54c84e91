import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { badRequest } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import { storedObject } from '../stored.ts';

/** GET pods/NAME/log: what a container has printed. Programs here print nothing yet: the text of one that runs is empty. */
export function logOf(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  query: Readonly<Record<string, string>>,
): string {
  const pod = storedObject(backend, kind, ref) as Pod;
  const { name } = pod.metadata;
  const container = query['container'] || onlyContainer(pod);
  const known = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  if (!known.some((one) => one.name === container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  }
  const status = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ].find((one) => one.name === container);
  const waiting = status?.state?.waiting;
  if (waiting === undefined || status?.lastState?.terminated !== undefined) return '';
  const reason = waiting.reason ?? '';
  const why = STILL_TRYING.has(reason) ? 'trying and failing to pull image' : reason;
  throw badRequest(
    `container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} is waiting to start: ${why}`,
  );
}

const STILL_TRYING: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff']);

function onlyContainer({ metadata, spec }: Pod): string {
  const [first, ...rest] = spec.containers;
  if (first !== undefined && rest.length === 0 && (spec.initContainers ?? []).length === 0) return first.name;
  const init = (spec.initContainers ?? []).map(({ name }) => name);
  const names = `choose one of: [${spec.containers.map(({ name }) => name).join(' ')}]`;
  const told = init.length === 0 ? names : `${names} or one of the init containers: [${init.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${metadata.name}, ${told}`);
}
