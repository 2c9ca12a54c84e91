import type { Reader } from '../client/client.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { type Descriptor, nowhere, textSink } from '../shell/descriptors.ts';
import { type Folder, folder } from '../shell/entries.ts';
import type { FileSystem } from '../shell/file-system.ts';
import { Machine, type Process } from '../shell/machine.ts';
import type { RunningProgram } from '../shell/shell.ts';
import { startProgram } from '../shell/start.ts';
import { entryPoint, isKnownProgram, isPlainCommand } from './entry-point.ts';
import { environmentOf } from './environment.ts';
import { Exchange } from './exchange.ts';
import { filesOf } from './files.ts';
import { commandsOf, type RecordedCommand, type Rows } from './history.ts';
import { identityOf } from './identity.ts';
import { type Instance, instanceKey, isAwaited, WITHIN } from './instance.ts';
import { LogLines } from './log-lines.ts';
import { networkOf } from './network.ts';
import { changesIn, type Performance, type Rehearsed } from './performance.ts';
import { Refresher } from './refresher.ts';
import { runningPrograms } from './running.ts';
import { startServer } from './server.ts';
import { streamsOf } from './streams.ts';
import { readerAt } from './versions.ts';
import { worldOf } from './world.ts';

/** Most commands that one look at a log may run: an endless loop without a pause does not hold anybody up. */
const STEPS_MOST = 5_000_000;
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
  readonly machine: Machine;
  private readonly reader: Reader;
  private readonly rows: Rows;
  private readonly exchanges = new Map<string, Exchange>();
  private readonly folders = new Map<string, Folder>();
  private readonly performances = new Map<string, Performance>();
  private readonly ended = new Set<string>();
  private readonly refresher: Refresher;
  /** From here on others are as the cluster has them now; what was asked before is answered as far as they tell of it. */
  private present = Number.POSITIVE_INFINITY;

  constructor(start: number, reader: Reader, rows: Rows) {
    this.rows = rows;
    this.machine = new Machine(start);
    this.reader = reader;
    this.refresher = new Refresher(reader, rows);
  }

  /** Whether what is asked for goes on from what has been played: nothing in the past is different. */
  follows(instances: readonly Instance[]): boolean {
    const keys = new Set(instances.map(instanceKey));
    if ([...this.performances.keys()].some((key) => !keys.has(key))) return false;
    if (!instances.every((instance) => this.knowsPast(instance))) return false;
    return instances.every((instance) => {
      const known = this.performances.get(instanceKey(instance));
      if (known === undefined) return instance.start >= this.machine.now;
      const isOver = this.ended.has(instanceKey(instance));
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
      const cue: Cue[] = this.performances.has(key)
        ? []
        : [{ at: instance.start, act: () => this.beginAfterInits(instance) }];
      cue.push(
        ...this.commandsIn(instance),
        ...this.refresher.pending(instance, () => this.of(instance)?.files),
      );
      if (instance.end === undefined || this.ended.has(key)) return cue;
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
    return this.exchanges.get(exchangeKey(instance, id));
  }

  of(instance: Instance): Performance | undefined {
    return this.performances.get(instanceKey(instance));
  }

  /** The files of a container that has a part in the scene: of its newest run. */
  private filesIn(pod: Pod, container: string): FileSystem | undefined {
    const own = [...this.performances.values()].filter(
      ({ instance }) =>
        instance.pod.metadata.uid === pod.metadata.uid && instance.container.name === container,
    );
    return own.at(-1)?.files;
  }

  /** Within a second a status does not tell when init containers ended. */
  private beginAfterInits(instance: Instance): void {
    for (const { instance: other, process } of this.performances.values()) {
      if (process !== undefined && isAwaited(other, instance))
        this.playUntil(() => process.running === undefined, instance.start + WITHIN, COMMAND_STEPS);
    }
    this.begin(instance);
  }

  private begin(instance: Instance): void {
    const { pod, container, start } = instance;
    const reader = readerAt(this.reader, this.rows, start);
    const variables = environmentOf(pod, container, reader);
    const files = filesOf(instance, variables, (key) => this.folderOf(key, start), reader);
    const missed = { count: 0 };
    const network = networkOf(pod, container, {
      reader: this.reader,
      present: () => this.present,
      missed: () => missed.count++,
      filesOf: (other, name) => this.filesIn(other, name),
    });
    const running = (): readonly RunningProgram[] => this.runningIn(instance);
    const main = (): Process | undefined => performance.process;
    const world = worldOf(instance, { machine: this.machine, files, network, running, main });
    const log = new LogLines();
    const { keyboard, ...streams } = streamsOf(this.machine, container, log, () => performance.process);
    const performance: Performance = {
      instance,
      log,
      world,
      files,
      variables,
      missed,
      keyboard,
      process: undefined,
    };
    this.performances.set(instanceKey(instance), performance);
    performance.process =
      isKnownProgram(container) || isPlainCommand(container)
        ? this.start(performance, entryPoint(container, variables), streams)
        : startServer(this.machine, start, instance);
    const hook = container.lifecycle?.postStart?.exec?.command;
    if (hook !== undefined) performance.hook = this.rehearse(performance, hook);
  }

  /** Starts a command that has nothing to read, and listens to it. */
  rehearse(performance: Performance, words: readonly string[]): Rehearsed {
    const [output, errors] = [textSink(), textSink()];
    const process = this.start(performance, words, { input: nowhere, output, errors });
    return { process, output, errors };
  }

  /** What `ps` shows there: of all containers of the pod where they share their processes. */
  private runningIn({ pod, container }: Instance): readonly RunningProgram[] {
    const isShared = pod.spec.shareProcessNamespace === true;
    const runs = [...this.performances].flatMap(([key, { instance, variables }]) => {
      const isOf = instance.pod.metadata.uid === pod.metadata.uid;
      if (!isOf || this.ended.has(key) || !(isShared || instance.container.name === container.name))
        return [];
      const own = [...this.exchanges].filter(([name]) => name.startsWith(`${key}#`));
      const beside = own.flatMap(([, { process }]) => (process === undefined ? [] : [process]));
      return [{ instance, variables, beside }];
    });
    return runningPrograms(runs, isShared);
  }

  /** What somebody ran in it or said to it, at their times. */
  private commandsIn(instance: Instance): readonly Cue[] {
    return commandsOf(instance, this.rows).flatMap((command) => {
      const key = exchangeKey(instance, command.id);
      const known = this.exchanges.get(key);
      const cue = (at: number, act: (exchange: Exchange) => void): Cue => ({
        at,
        act: () => {
          const exchange = this.exchanges.get(key) ?? this.beginExchange(instance, command);
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
        ? Exchange.with(machine, performance.process, performance.keyboard)
        : Exchange.of(
            machine,
            tty === true,
            () => changesIn(performance),
            (streams) => this.start(performance, words, streams),
          );
    if (words === undefined) performance.log.show(exchange);
    this.exchanges.set(exchangeKey(instance, id), exchange);
    return exchange;
  }

  /** Starts a program beside or as the container's own. */
  start(
    { world, variables, instance }: Performance,
    words: readonly string[],
    streams: { readonly input?: Descriptor; readonly output: Descriptor; readonly errors: Descriptor },
  ): Process {
    const { workingDir } = instance.container;
    const { user, group, groups } = identityOf(instance.pod, instance.container);
    const own: Record<string, string> = {
      ...variables,
      '.uid': String(user),
      '.gid': String(group),
      '.groups': groups.join(' '),
      '.address': instance.pod.status?.podIP ?? '',
    };
    const at = Math.max(this.machine.now, instance.start);
    return startProgram(world, { at, words, variables: own, folder: workingDir ?? '/', ...streams });
  }

  /** All that runs in a container ends with it. */
  private finish(key: string, at: number): void {
    this.ended.add(key);
    const inside = [...this.exchanges].filter(([name]) => name.startsWith(`${key}#`));
    const { process: own, hook } = this.performances.get(key) ?? {};
    for (const process of [own, hook?.process, ...inside.map(([, exchange]) => exchange.process)]) {
      if (process !== undefined) this.machine.kill(process, KILLED, at);
    }
  }

  /** The folder behind a volume, as it is now. */
  folderOf(key: string, now: number): Folder {
    let found = this.folders.get(key);
    if (found === undefined) {
      found = folder(now);
      this.folders.set(key, found);
    }
    return found;
  }
}

const exchangeKey = (instance: Instance, id: number): string => `${instanceKey(instance)}#${id}`;
