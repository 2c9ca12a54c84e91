import { isKnownProgram, isPlainCommand } from '../../containers/entry-point.ts';
import type { Forecast } from '../../containers/forecast.ts';
import { touchesOf } from '../../containers/history.ts';
import { forecast } from '../../containers/kept-forecasts.ts';
import type { Performer, Program, Role } from './behaviour.ts';
import { answerOf, programWith } from './interpreted.ts';
import { servesAlone } from './known-programs.ts';
import { stopOf } from './stopped.ts';

/** Whether somebody ran a command in the container that left something. */
export const isTouched = ({ performer }: Role): boolean =>
  performer !== undefined && touchesOf(performer.instance, performer.rows) > 0;

/**
 * What a container does in which somebody did something: its files are what he made of them, whoever looks, and it ends when
 * it was ended. All else is as it would have been.
 */
export function touched(role: Role, usual: () => Program): Program {
  const { container, performer } = role;
  if (performer === undefined) return usual();
  const { ending, turns } = forecastFor(performer);
  const isPlayed = !servesAlone(role) && (isKnownProgram(container) || isPlainCommand(container));
  const isFollowed = isPlayed || ending?.isTold === true;
  const before = isFollowed ? { ...programWith(ending), stop: stopOf(role, performer) } : usual();
  return {
    ...before,
    isOpen: true,
    turns,
    answer: (probe, uptime) => {
      const words = probe.exec?.command;
      return words === undefined
        ? before.answer?.(probe, uptime)
        : answerOf(words, performer.instance, uptime, performer);
    },
  };
}

/** Within one look nothing changes: forecasts are kept for its cost alone. */
const known = new WeakMap<object, Map<string, Forecast>>();

function forecastFor(performer: Performer): Forecast {
  const { instance, now, look } = performer;
  const { name } = instance.container;
  const seen = known.get(look) ?? new Map<string, Forecast>();
  known.set(look, seen);
  const found = seen.get(name) ?? forecast(instance, performer, now);
  seen.set(name, found);
  return found;
}
