import { isKnownProgram, isPlainCommand } from '../../containers/entry-point.ts';
import { type Forecast, rehearse } from '../../containers/forecast.ts';
import { isKnownImage } from '../../containers/images/index.ts';
import type { Instance } from '../../containers/instance.ts';
import { forecast } from '../../containers/kept-forecasts.ts';
import type { Sources } from '../../containers/kept-scenes.ts';
import type { Container } from '../../kinds/core/pod/types.ts';
import type { Duration } from '../../machinery/instant.ts';
import type { Behaviour, Performer, Program } from './behaviour.ts';
import { exits } from './completes.ts';
import { servesAlone } from './known-programs.ts';
import { stopOf } from './stopped.ts';

/** Forecasts of scripts that ask nobody are the same however often they are made: the newest of each container is kept for its cost alone. */
const known = new WeakMap<
  Container,
  { readonly run: string; readonly look: object; readonly forecast: Forecast }
>();

/** Runs the script ahead: it ends when and as the script does, and commands in it see its files. */
export const interpreted: Behaviour = (role) => {
  const { container, performer, mustEnd } = role;
  if (performer === undefined || servesAlone(role) || !isPlayed(container)) return undefined;
  const { instance } = performer;
  // What nobody waits for is foretold once: looking again would cost all that it has done so far.
  const dependsOnOthers = mustEnd || container.stdin === true;
  const { ending, isOpen, turns, overflow } = forecastOf(
    instance,
    dependsOnOthers ? performer : { ...performer, now: instance.start, look: container },
  );
  const program = programWith(ending);
  return {
    ...program,
    stop: stopOf(role, performer),
    isOpen: isOpen && dependsOnOthers,
    turns,
    ...(overflow === undefined ? {} : { overflow }),
    answer: (probe, uptime) => {
      const words = probe.exec?.command;
      return words === undefined ? undefined : answerOf(words, instance, uptime, performer);
    },
  };
};

/** As the forecast says. */
export function programWith(ending: Forecast['ending']): Program {
  if (ending === undefined) return { stop: { code: 143 } };
  const { code, length, reason } = ending;
  return reason === undefined ? exits(code, length) : { ...exits(code, length), exit: { code, reason } };
}

/** A plain command is obvious, unless it reads what somebody may say. */
const isPlayed = (container: Container): boolean =>
  isKnownProgram(container) || (container.stdin === true && isPlainCommand(container));

function forecastOf(instance: Instance, performer: Performer): Forecast {
  const { now, look } = performer;
  const { pod, container, restarts, start } = instance;
  const run = `${pod.metadata.uid}/${restarts}/${start}`;
  const found = known.get(container);
  // What others decide is known for this look only.
  const holds = found?.run === run && (!found.forecast.isOpen || found.look === look);
  if (holds) return found.forecast;
  const made = forecast(instance, performer, now);
  known.set(container, { run, look, forecast: made });
  return made;
}

/** What a shell ends with that does not find a program. */
const NOT_FOUND = 127;

/**
 * Exit code 0 passes; else what the command printed is what the failed probe says. An image that nobody knows may have any
 * program, and finds itself well.
 */
export function answerOf(words: readonly string[], instance: Instance, uptime: Duration, sources: Sources) {
  const result = rehearse(instance, words, instance.start + uptime, sources);
  if (result === undefined || result.code === 0) return undefined;
  const isStrange = !isKnownImage(instance.container.image ?? '');
  return isStrange && result.code === NOT_FOUND ? undefined : { output: result.output };
}
