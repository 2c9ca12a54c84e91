import type { Reader } from '../client/client.ts';
import { type Descriptor, nowhere, textSource } from '../shell/descriptors.ts';
import { type FileSystem, type Folder, folder } from '../shell/file-system.ts';
import { Machine, type Process } from '../shell/machine.ts';
import type { World } from '../shell/shell.ts';
import { startProgram } from '../shell/start.ts';
import { entryPoint, flavourOf, isKnownProgram } from './entry-point.ts';
import { environmentOf, hostnameOf } from './environment.ts';
import { filesOf } from './files.ts';
import { commandsOf, type RecordedCommand, type Rows } from './history.ts';
import { imageOf } from './images/index.ts';
import { type Instance, instanceKey } from './instance.ts';
import { LogLines } from './log-lines.ts';
import { fetchPage, lookUpName } from './network.ts';

/** Most commands that one look at a log may run: an endless loop without a pause does not hold anybody up. */
const STEPS_MOST = 5_000_000;
/** Longest that a command may take, and most steps it may have. */
export const COMMAND_LONGEST = 3_600_000;
export const COMMAND_STEPS = 1_000_000;
const KILLED = 137;

/** One run of a container on the machine. */
export interface Performance {
  readonly instance: Instance;
  readonly log: LogLines;
  readonly world: World;
  readonly files: FileSystem;
  readonly variables: Readonly<Record<string, string>>;
  /** How often something outside was asked for in vain. */
  readonly missed: { readonly count: number };
  process: Process | undefined;
}

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
  private readonly commands = new Set<RecordedCommand>();
  private readonly folders = new Map<string, Folder>();
  private readonly performances = new Map<string, Performance>();
  private readonly ended = new Set<string>();

  constructor(start: number, reader: Reader, rows: Rows) {
    this.rows = rows;
    this.machine = new Machine(start);
    this.reader = reader;
  }

  /** Whether what is asked for goes on from what has been played: nothing in the past is different. */
  follows(instances: readonly Instance[]): boolean {
    const keys = new Set(instances.map(instanceKey));
    if ([...this.performances.keys()].some((key) => !keys.has(key))) return false;
    return instances.every((instance) => {
      const known = this.performances.get(instanceKey(instance));
      if (known === undefined) return instance.start >= this.machine.now;
      const isOver = this.ended.has(instanceKey(instance));
      return instance.end === known.instance.end || (!isOver && (instance.end ?? 0) >= this.machine.now);
    });
  }

  /** Plays on until the moment: containers start and end at their times. */
  play(instances: readonly Instance[], now: number): void {
    const cues = instances.flatMap((instance) => {
      const key = instanceKey(instance);
      const cue: Cue[] = this.performances.has(key)
        ? []
        : [{ at: instance.start, act: () => this.begin(instance) }];
      cue.push(...this.commandsIn(instance));
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

  /** Plays on until the process has ended, but no further than to the moment. */
  playUntilEnd(process: Process, latest: number, steps: number): void {
    const last = this.machine.steps + steps;
    for (
      let next = this.machine.next();
      process.status === undefined && next !== undefined;
      next = this.machine.next()
    ) {
      if (next > latest || this.machine.steps >= last) return;
      this.machine.run(next, last - this.machine.steps);
    }
  }

  of(instance: Instance): Performance | undefined {
    return this.performances.get(instanceKey(instance));
  }

  private begin(instance: Instance): void {
    const { pod, container, start } = instance;
    const variables = environmentOf(pod, container, this.reader);
    const files = filesOf(instance, variables, (key) => this.folderOf(key, start), this.reader);
    const missed = { count: 0 };
    const noted = <T>(answer: T): T => {
      if (answer === undefined) missed.count++;
      return answer;
    };
    const world: World = {
      machine: this.machine,
      files,
      hostname: hostnameOf(pod),
      flavour: flavourOf(container),
      group: instance,
      lookUp: (name) => noted(lookUpName(name, pod, this.machine.now, this.reader)),
      fetch: (url) => noted(fetchPage(url, pod, this.machine.now, this.reader)),
      programs: imageOf(container.image ?? '').programs,
    };
    const performance: Performance = {
      instance,
      log: new LogLines(),
      world,
      files,
      variables,
      missed,
      process: undefined,
    };
    this.performances.set(instanceKey(instance), performance);
    if (!isKnownProgram(container) && !this.isCommand(container)) return;
    performance.process = this.start(performance, entryPoint(container, variables), {
      output: performance.log.sink('out'),
      errors: performance.log.sink('err'),
    });
  }

  /** Commands that somebody ran in it, at their times. */
  private commandsIn(instance: Instance): readonly Cue[] {
    const due = commandsOf(instance, this.rows).filter((command) => !this.commands.has(command));
    return due.map((command) => ({
      at: command.at,
      act: () => {
        this.commands.add(command);
        const performance = this.of(instance);
        if (performance === undefined) return;
        const input = textSource(command.input);
        const process = this.start(performance, command.words, { input, output: nowhere, errors: nowhere });
        // Whoever asked waited for its end.
        this.playUntilEnd(process, command.at + COMMAND_LONGEST, COMMAND_STEPS);
      },
    }));
  }

  private isCommand(container: Instance['container']): boolean {
    return (container.command ?? []).length > 0 && SIMPLE.test(container.command?.[0] ?? '');
  }

  /** Starts a program beside or as the container's own. */
  start(
    { world, variables, instance }: Performance,
    words: readonly string[],
    streams: { readonly input?: Descriptor; readonly output: Descriptor; readonly errors: Descriptor },
  ): Process {
    const { securityContext, workingDir } = instance.container;
    const inPod = instance.pod.spec.securityContext;
    const own: Record<string, string> = {
      ...variables,
      '.uid': String(securityContext?.runAsUser ?? inPod?.runAsUser ?? 0),
      '.gid': String(securityContext?.runAsGroup ?? inPod?.runAsGroup ?? 0),
      '.address': instance.pod.status?.podIP ?? '',
      ...(inPod?.fsGroup === undefined ? {} : { '.fsGroup': String(inPod.fsGroup) }),
    };
    const at = Math.max(this.machine.now, instance.start);
    return startProgram(world, { at, words, variables: own, folder: workingDir ?? '/', ...streams });
  }

  private finish(key: string, at: number): void {
    this.ended.add(key);
    const process = this.performances.get(key)?.process;
    if (process !== undefined) this.machine.kill(process, KILLED, at);
  }

  private folderOf(key: string, now: number): Folder {
    let found = this.folders.get(key);
    if (found === undefined) {
      found = folder(now);
      this.folders.set(key, found);
    }
    return found;
  }
}

/** Programs that the shell has itself and that are run as a container's command. */
const SIMPLE =
  /^(?:(?:\/usr)?\/bin\/)?(?:echo|printf|sleep|cat|date|env|printenv|ls|tail|true|false|seq|hostname|id|nslookup|wget|curl|yes|head|grep|expr|pwd|whoami|uname|cp|mv|mkdir|touch|rm|sync|timeout)$/;
