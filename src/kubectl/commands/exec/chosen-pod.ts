import type { Pod } from '../../../kinds/core/pod/types.ts';
import type { Duration } from '../../../machinery/instant.ts';
import { CommandError, type Context } from '../../command.ts';
import { select } from '../../resources/builder.ts';
import type { AnyObject } from '../../resources/object.ts';
import { firstPods, podSelector } from '../logs/pods.ts';
import { byActivity } from '../logs/sources.ts';

interface Target {
  /** A pod's name, `TYPE/NAME`, or both words apart; none where files name it. */
  readonly words: readonly string[];
  readonly filenames: readonly string[];
  /** How long to wait for the first pod of a workload. */
  readonly timeout: Duration;
}

/** The pod to speak with. */
export const chosenPod = async (target: Target, context: Context): Promise<Pod> =>
  (await chosen(target, context)).pod;

export interface Chosen {
  /** What was named: the pod itself, or what selects it. */
  readonly object: AnyObject;
  readonly pod: Pod;
}

/** A bare name is a pod's, of a workload the most active pod is taken (attachablePodForObject). */
export async function chosen({ words, filenames, timeout }: Target, context: Context): Promise<Chosen> {
  const [only = ''] = words;
  const args = words.length === 1 && !only.includes('/') ? ['pods', only] : words;
  const files = { filenames, kustomize: '', recursive: false };
  const { infos, error } = await (await select(context, { args, files, singleType: true })).infos();
  if (error !== undefined) throw error;
  const [info] = infos;
  if (info?.object === undefined) throw new CommandError('expected a resource');
  const { mapping, object } = info;
  if (mapping.resource === 'pods') return { object, pod: object as AnyObject & Pod };
  const path = `/api/v1/namespaces/${object.metadata.namespace ?? ''}/pods`;
  const selector = podSelector(object, 'attach to');
  const [pod] = await firstPods(path, selector, timeout, context, byActivity);
  if (pod === undefined) throw new CommandError('expected a resource');
  return { object, pod };
}
