import type { Reader } from '../client/client.ts';
import { type Known, savedText, takenUp } from '../shell/checkpoint.ts';
import { LineSource, Screen, Terminal } from '../shell/terminal.ts';
import { Ear, Exchange } from './exchange.ts';
import { commandsOf, type RecordedCommand, type Rows } from './history.ts';
import { inputsOf } from './inputs.ts';
import { type Instance, instanceKey } from './instance.ts';
import { LogLines, LogSink } from './log-lines.ts';
import { exchangeKey, type Played } from './played.ts';
import { refreshNotes } from './refresher.ts';
import { Scene, STEPS_MOST } from './scene.ts';
import { Server } from './server.ts';
import { Console } from './streams.ts';
import type { Testimony } from './witness.ts';
import type { Outside } from './world.ts';

/** Larger ones are not worth their reading. */
const SIZE_MOST = 16 * 1024 * 1024;

/** What was played depends on this much, and on nothing else: where all of it is the same, so is what was played. */
interface Head {
  /** The moment it was played up to. */
  readonly at: number;
  readonly runs: readonly Run[];
  /** What was said until then. */
  readonly said: readonly Said[];
  /** What the network told. */
  readonly told: readonly Testimony[];
}

interface Run {
  readonly key: string;
  readonly inputs: string;
  readonly end: number | undefined;
  /** What ConfigMaps and Secrets brought to its files meanwhile. */
  readonly refreshes: string;
  /** How many whole lines its log has. */
  readonly lines: number;
}

interface Said {
  readonly exchange: string;
  readonly heard: number;
  readonly text: string;
}

const classes: Known['classes'] = {
  console: Console,
  ear: Ear,
  exchange: Exchange,
  'line-source': LineSource,
  log: { prototype: LogLines.prototype, without: ['lines', 'before'] },
  'log-sink': LogSink,
  screen: Screen,
  server: Server,
  terminal: Terminal,
};

/** A scene as bytes, to go on from in another process; undefined where it cannot be written, or depends on others. */
export function checkpointOf(scene: Scene, reader: Reader, rows: Rows): Uint8Array | undefined {
  const { performances, exchanges, machine, refreshed } = scene.played;
  // One look alone does not go beyond its bound.
  if (machine.steps >= STEPS_MOST) return undefined;
  const told = scene.witness.testimony();
  if (told === undefined) return undefined;
  const graph = savedText(scene.played, knownIn(performances));
  if (graph === undefined || graph.length > SIZE_MOST) return undefined;
  const runs: Run[] = [];
  const said: Said[] = [];
  const texts: string[] = [];
  const times: Float64Array[] = [];
  for (const [key, { instance, log }] of performances) {
    // Where nobody noted what it began with, nothing has changed since it was played from there.
    const inputs = scene.inputs?.get(key) ?? inputsOf(instance, reader, rows);
    const packed = log.pack();
    texts.push(JSON.stringify(packed.text));
    times.push(packed.times);
    const refreshes = refreshed.get(key)?.notes ?? '';
    runs.push({ key, inputs, end: instance.end, refreshes, lines: packed.times.length });
    for (const command of commandsOf(instance, rows)) {
      const exchange = exchangeKey(instance, command.id);
      const heard = exchanges.get(exchange)?.heard;
      if (heard !== undefined) said.push({ exchange, heard, text: saidIn(command, heard) });
    }
  }
  const head: Head = { at: machine.now, runs, said, told };
  const whole = Buffer.concat([
    Buffer.from([JSON.stringify(head), graph, ...texts, ''].join('\n')),
    ...times.map(({ buffer }) => new Uint8Array(buffer)),
  ]);
  return whole.length > SIZE_MOST ? undefined : whole;
}

/** The scene that the bytes tell of, if all it depends on is still the same and it is not ahead of the moment. */
export function sceneFrom(
  bytes: Uint8Array,
  instances: readonly Instance[],
  until: number,
  reader: Reader,
  rows: Rows,
): Scene | undefined {
  const lines = linesIn(bytes);
  const head = JSON.parse(lines.next()) as Head;
  const cast = new Map(instances.map((instance) => [instanceKey(instance), instance]));
  if (head.at > until || !holds(head, cast, reader, rows)) return undefined;
  const inputs = new Map(head.runs.map(({ key, inputs }) => [key, inputs]));
  const scene = new Scene(head.at, reader, rows, inputs);
  if (!scene.witness.recall(head.told)) return undefined;
  const stage = [...cast].map(
    ([key, instance]) => [key, { instance, world: scene.outside(instance) }] as const,
  );
  scene.played = takenUp(lines.next(), knownIn(new Map(stage))) as Played;
  const texts = head.runs.map(() => JSON.parse(lines.next()) as string);
  for (const [index, { key, lines: count }] of head.runs.entries())
    scene.played.performances.get(key)?.log.unpack({ times: lines.numbers(count), text: texts[index] ?? '' });
  return scene.follows(instances) ? scene : undefined;
}

/** Lines of text, and then numbers. */
function linesIn(bytes: Uint8Array): { next(): string; numbers(count: number): Float64Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let place = 0;
  return {
    next: () => {
      const end = buffer.indexOf('\n', place);
      const line = buffer.toString('utf8', place, end);
      place = end + 1;
      return line;
    },
    numbers: (count) => {
      const start = buffer.byteOffset + place;
      place += count * Float64Array.BYTES_PER_ELEMENT;
      return new Float64Array(buffer.buffer.slice(start, buffer.byteOffset + place));
    },
  };
}

/** Whether all that was played up to then would be played so again. */
function holds(
  { at, runs, said }: Head,
  cast: ReadonlyMap<string, Instance>,
  reader: Reader,
  rows: Rows,
): boolean {
  const areSame = runs.every(({ key, inputs, end, refreshes }) => {
    const instance = cast.get(key);
    if (instance === undefined) return false;
    // Who had not ended may have ended since.
    const hasEnd = end === instance.end || (end === undefined && (instance.end ?? 0) >= at);
    if (!hasEnd || inputs !== inputsOf(instance, reader, rows)) return false;
    return refreshes === refreshNotes(instance, at, reader, rows);
  });
  if (!areSame || said.length === 0) return areSame;
  const now = new Map(
    [...cast.values()].flatMap((instance) =>
      commandsOf(instance, rows).map((command) => [exchangeKey(instance, command.id), command] as const),
    ),
  );
  return said.every(({ exchange, heard, text }) => {
    const command = now.get(exchange);
    return command !== undefined && text === saidIn(command, heard);
  });
}

const saidIn = ({ heard, ...command }: RecordedCommand, count: number): string =>
  JSON.stringify([command, heard.slice(0, count)]);

interface Named {
  readonly instance: Instance;
  readonly world: Outside;
}

/** What is made anew in every process, by name. */
function knownIn(stage: ReadonlyMap<string, Named>): Known {
  const named: Record<string, unknown> = {};
  for (const [key, { instance, world }] of stage) {
    const { network, running, main, programs, stranger } = world;
    const own = { instance, network, running, main, programs, stranger };
    for (const [name, value] of Object.entries(own)) named[`${key} ${name}`] = value;
  }
  return { classes, named };
}
