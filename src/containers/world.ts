import type { World } from '../shell/shell.ts';
import { flavourOf } from './entry-point.ts';
import { hostnameOf } from './environment.ts';
import { imageOf } from './images/index.ts';
import type { Instance } from './instance.ts';
import { strangersOf } from './strangers.ts';

/** What the programs of a container find around them. */
export function worldOf(
  instance: Instance,
  surroundings: Pick<World, 'machine' | 'files' | 'network' | 'running' | 'main'>,
): World {
  const { pod, container } = instance;
  const { programs, isBare = false } = imageOf(container.image ?? '');
  return {
    ...surroundings,
    hostname: hostnameOf(pod),
    flavour: flavourOf(container),
    group: instance,
    programs,
    isBare,
    stranger: strangersOf(instance),
  };
}
