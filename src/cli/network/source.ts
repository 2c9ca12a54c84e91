import type { Reader } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { CommandError, type Context } from '../../kubectl/command.ts';
import { fromNamespace, fromPod, OUTSIDE, type Source } from '../../network/source.ts';

/** Who asks: `--from` names a pod, or `outside`; undefined where nothing was said. */
export function sourceNamed(word: string, context: Context, reader: Reader): Source | undefined {
  if (word === '') return undefined;
  if (word === 'outside') return OUTSIDE;
  const name = word.replace(/^(?:pods?|po)\//, '');
  const { namespace } = context.config;
  const pod = reader.find(Pod, { namespace, name });
  if (pod === undefined)
    throw new CommandError(
      `pods ${JSON.stringify(name)} not found: --from names a pod of namespace ${namespace}, or is "outside"`,
    );
  if (pod.status?.podIP === undefined)
    throw new CommandError(`pod ${JSON.stringify(name)} has no address yet`);
  return fromPod(pod, reader);
}

/** Somebody in the namespace who is no pod. */
export const insider = ({ config }: Context, reader: Reader): Source =>
  fromNamespace(config.namespace, reader);
