import type { Reader } from '../client/client.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { nowhere, TextSink } from '../shell/descriptors.ts';
import { type Folder, folder } from '../shell/entries.ts';
import type { FileSystem } from '../shell/file-system.ts';
import type { Machine } from '../shell/machine.ts';
import type { Process } from '../shell/process.ts';
import type { RunningProgram } from '../shell/shell.ts';
import { type Start, startProgram } from '../shell/start.ts';
import { entryPoint, isKnownProgram, isPlainCommand } from './entry-point.ts';
import { environmentOf } from './environment.ts';
import { Exchange } from './exchange.ts';
import { filesOf } from './files.ts';
import { commandsOf, type RecordedCommand, type Rows } from './history.ts';
import { credentialsOf } from './identity.ts';
import { inputsOf } from './inputs.ts';
import { type Instance, instanceKey, isAwaited, WITHIN } from './instance.ts';
import { LogLines } from './log-lines.ts';
import { networkOf } from './network.ts';
import type { Performance, Rehearsed } from './performance.ts';
import { exchangeKey, type Played, unplayed } from './played.ts';
import { pendingRefreshes } from './refresher.ts';
import { programsSeen } from './running.ts';
import { Server } from './server.ts';
import { streamsOf } from './streams.ts';
import { readerAt } from './versions.ts';
import { Witness } from './witness.ts';
import { type Outside, outsideOf, worldOf } from './world.ts';

/** Most commands that one look at a log may run: an endless loop without a pause does not hold anybody up. */
export const STEPS_MOST = 5_000_000;
/** Longest that a command may take, and most steps it may have. */
export const COMMAND_LONGEST = 3_600_000;
export const COMMAND_STEPS = 1_000_000;
const KILLED = 137;

/** Something that happens at a moment. */
interface Cue {
  readonly at: number;
  readonly act: () => void;
}

/** Containers that share something, run together from the first one's start. */
export class Scene {
  played: Played;
  /** What runs began with, by instance, where somebody wants to know. */
  readonly inputs: Map<string, string> | undefined;
  /** How many commands had been run when it was kept. */
  keptSteps = 0;
  /** Of what was told of others. */
  readonly witness: Witness;
  private readonly reader: Reader;
  private readonly rows: Rows;
  /** From here on others are as the cluster has them now; what was asked before is answered as far as they tell of it. */
  private present = Number.POSITIVE_INFINITY;

  constructor(start: number, reader: Reader, rows: Rows, inputs?: Map<string, string>) {
    this.inputs = inputs;
    this.witness = new Witness(reader);
    this.reader = reader;
    this.rows = rows;
    this.played = unplayed(start);
  }

  get machine(): Machine {
    return this.played.machine;
  }

  /** Whether what is asked for goes on from what has been played: nothing in the past is different. */
  follows(instances: readonly Instance[]): boolean {
    const keys = new Set(instances.map(instanceKey));
    if ([...this.played.performances.keys()].some((key) => !keys.has(key))) return false;
    if (!instances.every((instance) => this.knowsPast(instance))) return false;
    return instances.every((instance) => {
      const known = this.played.performances.get(instanceKey(instance));
      if (known === undefined) return instance.start >= this.machine.now;
      const isOver = this.played.ended.has(instanceKey(instance));
      return instance.end === known.instance.end || (!isOver && (instance.end ?? 0) >= this.machine.now);
    });
  }

  /** Whether nobody tells of something that was said before now and not heard. */
  private knowsPast(instance: Instance): boolean {
    return commandsOf(instance, this.rows).every(({ id, at, heard }) => {
      const known = this.exchange(instance, id);
      if (known === undefined) return at >= this.machine.now;
      return heard.slice(known.heard).every((each) => each.at >= this.machine.now);
    });
  }

  /**
   * Plays on until the moment: containers start and end at their times. `present` is said where the moment is the
   * cluster's own, and not one ahead of it.
   */
  play(instances: readonly Instance[], now: number, present = Number.POSITIVE_INFINITY): void {
    this.present = present;
    const cues = instances.flatMap((instance) => {
      const key = instanceKey(instance);
      const cue: Cue[] = this.played.performances.has(key)
        ? []
        : [{ at: instance.start, act: () => this.beginAfterInits(instance) }];
      cue.push(
        ...this.commandsIn(instance),
        ...pendingRefreshes(
          instance,
          this.played.refreshed,
          () => this.of(instance)?.files,
          this.reader,
          this.rows,
        ),
      );
      if (instance.end === undefined || this.played.ended.has(key)) return cue;
      return [...cue, { at: instance.end, act: () => this.finish(key, instance.end ?? 0) }];
    });
    cues.sort((a, b) => a.at - b.at);
    for (const { at, act } of cues) {
      if (at > now) break;
      this.machine.run(at, STEPS_MOST);
      act();
    }
    this.machine.run(now, STEPS_MOST);
  }

  /** Plays on until it is done, but no further than to the moment. */
  playUntil(isDone: () => boolean, latest: number, steps: number): void {
    const last = this.machine.steps + steps;
    for (let next = this.machine.next(); !isDone() && next !== undefined; next = this.machine.next()) {
      if (next > latest || this.machine.steps >= last) return;
      this.machine.run(next, last - this.machine.steps);
    }
  }

  /** What was said to and by a program of the instance. */
  exchange(instance: Instance, id: number): Exchange | undefined {
    return this.played.exchanges.get(exchangeKey(instance, id));
  }

  of(instance: Instance): Performance | undefined {
    return this.played.performances.get(instanceKey(instance));
  }

  /** The files of a container that has a part in the scene: of its newest run. */
  private filesIn(pod: Pod, container: string): FileSystem | undefined {
    const own = [...this.played.performances.values()].filter(
      ({ instance }) =>
        instance.pod.metadata.uid === pod.metadata.uid && instance.container.name === container,
    );
    return own.at(-1)?.files;
  }

  /** Within a second a status does not tell when init containers ended. */
  private beginAfterInits(instance: Instance): void {
    for (const { instance: other, process } of this.played.performances.values()) {
      if (process !== undefined && isAwaited(other, instance))
        this.playUntil(() => process.status !== undefined, instance.start + WITHIN, COMMAND_STEPS);
    }
    this.begin(instance);
  }

  private begin(instance: Instance): void {
    const { pod, container, start } = instance;
    const { machine } = this;
    this.inputs?.set(instanceKey(instance), inputsOf(instance, this.reader, this.rows));
    const reader = readerAt(this.reader, this.rows, start);
    const variables = environmentOf(pod, container, reader);
    const files = filesOf(instance, variables, (key) => this.folderOf(key, start), reader);
    const world = worldOf(instance, { machine, files }, this.outside(instance));
    const log = new LogLines();
    const { keyboard, streams, sitter } = streamsOf(machine, container, log);
    const asked = { count: 0, vain: 0 };
    const performance: Performance = {
      instance,
      log,
      world,
      files,
      variables,
      asked,
      keyboard,
      process: undefined,
    };
    this.played.performances.set(instanceKey(instance), performance);
    performance.process =
      isKnownProgram(container) || isPlainCommand(container)
        ? this.start(performance, entryPoint(container, variables), streams)
        : machine.spawn(start, () => new Server());
    if (sitter !== undefined) sitter.process = performance.process;
    const hook = container.lifecycle?.postStart?.exec?.command;
    if (hook !== undefined) performance.hook = this.rehearse(performance, hook);
  }

  /** What a run's programs may ask of others. */
  outside(instance: Instance): Outside {
    const network = networkOf(instance.pod, instance.container, {
      witness: this.witness,
      present: () => this.present,
      asked: (isVain) => {
        const asked = this.of(instance)?.asked;
        if (asked === undefined) return;
        asked.count++;
        if (isVain) asked.vain++;
      },
      filesOf: (other, name) => this.filesIn(other, name),
    });
    const running = (): readonly RunningProgram[] => programsSeen(instance, this.played);
    const main = (): Process | undefined => this.of(instance)?.process;
    return outsideOf(instance, { network, running, main });
  }

  /** Starts a command that has nothing to read, and listens to it. */
  rehearse(performance: Performance, words: readonly string[]): Rehearsed {
    const [output, errors] = [new TextSink(), new TextSink()];
    const process = this.start(performance, words, { input: nowhere, output, errors });
    return { process, output, errors };
  }

  /** What somebody ran in it or said to it, at their times. */
  private commandsIn(instance: Instance): readonly Cue[] {
    return commandsOf(instance, this.rows).flatMap((command) => {
      const key = exchangeKey(instance, command.id);
      const known = this.played.exchanges.get(key);
      const cue = (at: number, act: (exchange: Exchange) => void): Cue => ({
        at,
        act: () => {
          const exchange = this.played.exchanges.get(key) ?? this.beginExchange(instance, command);
          if (exchange === undefined) return;
          act(exchange);
          if (command.isAhead !== true) return;
          this.playUntil(() => exchange.isIdle(), at + COMMAND_LONGEST, COMMAND_STEPS);
        },
      });
      const told = command.heard.slice(known?.heard ?? 0);
      return [
        ...(known === undefined ? [cue(command.at, () => {})] : []),
        ...told.map((heard) => cue(heard.at, (exchange) => exchange.hear(heard, this.machine.now))),
      ];
    });
  }

  private beginExchange(instance: Instance, { id, words, tty }: RecordedCommand): Exchange | undefined {
    const performance = this.of(instance);
    if (performance === undefined) return undefined;
    const { machine } = this;
    const exchange =
      words === undefined
        ? new Exchange(machine, performance)
        : Exchange.of(machine, performance, tty === true, (streams) =>
            this.start(performance, words, streams),
          );
    if (words === undefined) performance.log.show(exchange);
    this.played.exchanges.set(exchangeKey(instance, id), exchange);
    return exchange;
  }

  /** Starts a program beside or as the container's own. */
  start(
    { world, variables, instance }: Performance,
    words: readonly string[],
    streams: Pick<Start, 'input' | 'output' | 'errors'>,
  ): Process {
    const own = { ...variables, ...credentialsOf(instance) };
    const at = Math.max(this.machine.now, instance.start);
    const folder = instance.container.workingDir ?? '/';
    return startProgram(world, { at, words, variables: own, folder, ...streams });
  }

  /** All that runs in a container ends with it. */
  private finish(key: string, at: number): void {
    this.played.ended.add(key);
    const inside = [...this.played.exchanges].filter(([name]) => name.startsWith(`${key}#`));
    const { process: own, hook } = this.played.performances.get(key) ?? {};
    for (const process of [own, hook?.process, ...inside.map(([, exchange]) => exchange.process)]) {
      if (process !== undefined) this.machine.kill(process, KILLED, at);
    }
  }

  /** The folder behind a volume, as it is now. */
  folderOf(key: string, now: number): Folder {
    let found = this.played.folders.get(key);
    if (found === undefined) {
      found = folder(now);
      this.played.folders.set(key, found);
    }
    return found;
  }
}
