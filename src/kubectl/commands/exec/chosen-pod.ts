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

/** The pod to speak with: a bare name is a pod's, of a workload the most active pod is taken (attachablePodForObject). */
export async function chosenPod({ words, filenames, timeout }: Target, context: Context): Promise<Pod> {
  const [only = ''] = words;
  const args = words.length === 1 && !only.includes('/') ? ['pods', only] : words;
  const files = { filenames, kustomize: '', recursive: false };
  const { infos, error } = await (await select(context, { args, files, singleType: true })).infos();
  if (error !== undefined) throw error;
  const [info] = infos;
  if (info?.object === undefined) throw new CommandError('expected a resource');
  if (info.mapping.resource === 'pods') return info.object as AnyObject & Pod;
  const path = `/api/v1/namespaces/${info.object.metadata.namespace ?? ''}/pods`;
  const selector = podSelector(info.object, 'attach to');
  const [best] = await firstPods(path, selector, timeout, context, byActivity);
  if (best === undefined) throw new CommandError('expected a resource');
  return best;
}
