import type { World } from '../shell/shell.ts';
import { flavourOf } from './entry-point.ts';
import { hostnameOf } from './environment.ts';
import { imageOf } from './images/index.ts';
import type { Instance } from './instance.ts';
import { strangersOf } from './strangers.ts';

/** The part of a world that is no data: whoever goes on in a saved world is given it anew. */
export type Outside = Required<Pick<World, 'network' | 'running' | 'main' | 'programs' | 'stranger'>>;

/** What the programs of a container may ask of others. */
export const outsideOf = (
  instance: Instance,
  asked: Pick<Outside, 'network' | 'running' | 'main'>,
): Outside => ({
  ...asked,
  programs: imageOf(instance.container.image ?? '').programs,
  stranger: strangersOf(instance),
});

/** What the programs of a container find around them. */
export function worldOf(
  { pod, container }: Instance,
  inside: Pick<World, 'machine' | 'files'>,
  outside: Outside,
): World & Outside {
  const { isBare = false } = imageOf(container.image ?? '');
  return { ...inside, ...outside, hostname: hostnameOf(pod), flavour: flavourOf(container), isBare };
}
