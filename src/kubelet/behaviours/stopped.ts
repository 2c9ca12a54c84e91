import { entryPoint } from '../../containers/entry-point.ts';
import { foretellStop } from '../../containers/forecast.ts';
import { imageOf } from '../../containers/images/index.ts';
import type { Container } from '../../kinds/core/pod/types.ts';
import { type Duration, milliseconds, seconds } from '../../machinery/instant.ts';
import type { Performer, Program, Role, Stop } from './behaviour.ts';

/** What ends sooner takes as long as containers take. */
const AT_ONCE = seconds(1);

/** Nobody is so quick to stop a program that it has not set its traps. */
const SETTLED = milliseconds(100);

/** Only SIGKILL ends it. */
const UNHEARD: Stop = { after: Number.POSITIVE_INFINITY as Duration, code: 137 };
const TERMINATED: Stop = { code: 143 };

/**
 * The first process of a container does not hear what it has no trap for, as the kernel has it: `sleep` and shells are
 * only killed, when the grace period is over. Where another process is the first one, they die of SIGTERM.
 */
export const withoutTrap = ({ pod: { spec } }: Pick<Role, 'pod'>): Stop =>
  spec.shareProcessNamespace === true || spec.hostPID === true ? TERMINATED : UNHEARD;

/** A program with a trap is played to the moment when it is stopped, and on from there. */
export function stopOf(role: Role, performer: Performer): NonNullable<Program['stop']> {
  const deaf = withoutTrap(role);
  if (!mayTrap(role.container)) return deaf;
  return (uptime) => {
    const { instance } = performer;
    const at = instance.start + Math.max(uptime, SETTLED);
    const foretold = foretellStop(instance, at, performer);
    if (foretold === undefined) return deaf;
    const { after, code } = foretold;
    return after > AT_ONCE ? foretold : { code };
  };
}

/** Whether its scripts speak of traps, the image's own among them; of a program that is no script nobody knows. */
export function mayTrap(container: Container): boolean {
  const { programs } = imageOf(container.image ?? '');
  return entryPoint(container, {}).some((word) => {
    const program = programs.get(word.replace(/^.*\//, '')) ?? word;
    return typeof program !== 'string' || /\btrap\b/.test(program);
  });
}
