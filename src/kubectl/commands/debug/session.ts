import type { ContainerStatus, Pod } from '../../../kinds/core/pod/types.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { notFound } from '../../../machinery/status.ts';
import { warn } from '../../api.ts';
import { CommandError, type Context } from '../../command.ts';
import { follow } from '../../waiting.ts';
import { attachTo, containerNamed, fallingBack, lookOn, showLog } from '../attach/attachment.ts';
import type { DebugOptions } from './options.ts';

/** The container that somebody debugs with. */
export interface Debugging {
  readonly pod: Pod;
  /** '' where there is none of its own. */
  readonly container: string;
}

/** Waits for the container, gives it what there is to read and shows what it prints. */
export async function attendTo(
  { pod, container }: Debugging,
  options: DebugOptions,
  context: Context,
): Promise<void> {
  const found = await podWithContainer(pod, container, options, context);
  if (statusIn(found, container)?.state?.terminated !== undefined) {
    await showLog(found, container, context);
    return;
  }
  let state: 'over' | 'going on';
  try {
    state = await attachTo(found, containerNamed(found, container), options, context);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    context.err.line(fallingBack(found, error));
    await showLog(found, container, context);
    return;
  }
  if (state === 'going on') await lookOn(found, container, 'wait', context);
}

/** The pod once the container runs or has run; what holds it up is told once. */
async function podWithContainer(
  pod: Pod,
  container: string,
  { quiet }: DebugOptions,
  context: Context,
): Promise<Pod> {
  const { name, namespace = '' } = pod.metadata;
  let found = pod;
  const seen = (object: KubeObject): boolean => {
    found = object as Pod;
    const state = statusIn(found, container)?.state;
    const message = state?.waiting?.message ?? '';
    if (!quiet && message !== '') warn(context.err, [`container ${container}: ${message}`]);
    return state?.running !== undefined || state?.terminated !== undefined;
  };
  const gone = (): never => {
    throw notFound({ group: '', plural: 'pods' }, '');
  };
  const place = { path: `/api/v1/namespaces/${namespace}/pods`, name, deadline: undefined };
  await follow(context, place, { seen, gone, absent: () => false });
  return found;
}

function statusIn({ status }: Pod, container: string): ContainerStatus | undefined {
  const {
    initContainerStatuses = [],
    containerStatuses = [],
    ephemeralContainerStatuses = [],
  } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find(
    ({ name }) => name === container,
  );
}
