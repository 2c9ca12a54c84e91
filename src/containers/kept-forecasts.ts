import type { Instant } from '../machinery/instant.ts';
import { type Forecast, foretell } from './forecast.ts';
import { inputsOf } from './inputs.ts';
import type { Instance } from './instance.ts';
import { type Sources, STEPS_WORTH } from './kept-scenes.ts';

/** What a run is going to do; foretelling of the same inputs is kept where it took long. */
export function forecast(instance: Instance, sources: Sources, now: Instant): Forecast {
  const { reader, rows, shelf } = sources;
  const key = `${instance.pod.metadata.uid}-${instance.container.name}-forecast`;
  const kept = shelf?.get(key);
  const { forecast: before, inputs } = kept === undefined ? NOTHING : read(kept);
  if (before !== undefined && inputs === inputsOf(instance, reader, rows)) return before;
  const { forecast: made, steps, isAlone } = foretell(instance, sources, now);
  if (shelf !== undefined && isAlone && steps >= STEPS_WORTH)
    shelf.put(key, Buffer.from(JSON.stringify({ inputs: inputsOf(instance, reader, rows), forecast: made })));
  return made;
}

interface Kept {
  readonly inputs: string;
  readonly forecast: Forecast | undefined;
}

const NOTHING: Kept = { inputs: '', forecast: undefined };

function read(bytes: Uint8Array): Kept {
  const { inputs, forecast } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Kept;
  // What is undefined is not written.
  return { inputs, forecast: forecast && { ...forecast, ending: forecast.ending } };
}
