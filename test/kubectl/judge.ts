import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CLUSTER, parseTranscript, type Step, splitWords } from '../support/transcript.ts';
import { differenceOf, isOurs, isReading, type Said, written } from './answers.ts';
import { olderWords } from './older-words.ts';
import { type Environment, runProcess } from './processes.ts';
import { Serving } from './serving.ts';
import { whileTimePasses } from './time.ts';

export interface Kubectl {
  readonly version: string;
  readonly file: string;
}

export interface Case {
  /** The transcript's file, below the root. */
  readonly name: string;
  readonly root: string;
  /** An empty folder for what the transcript reads and writes. */
  readonly folder: string;
  readonly dist: string;
  readonly kubectls: readonly Kubectl[];
}

export interface Verdict {
  readonly name: string;
  readonly witness: string;
  readonly command: string;
  /** Undefined where all is as written. */
  readonly differs: string | undefined;
}

/**
 * Runs a transcript by `sim`, a process for each command, and each command by each kubectl and by `sim` through a server as
 * well: at a copy of the state as it was before, so that a difference stays with the command that made it.
 */
export async function judge(given: Case): Promise<readonly Verdict[]> {
  const play = new Play(given);
  try {
    return await play.run();
  } finally {
    await play.end();
  }
}

class Play {
  private readonly given: Case;
  private readonly files: string;
  private readonly state: string;
  private readonly environment: Environment;
  private readonly verdicts: Verdict[] = [];
  /** Serves a copy of the state as it is, while nobody changes it. */
  private reading: Serving | undefined;
  private copies = 0;

  constructor(given: Case) {
    this.given = given;
    this.files = join(given.folder, 'files');
    this.state = join(given.folder, 'state/cluster.json');
    this.environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: given.folder,
      TZ: 'UTC',
      SIM_DIST: given.dist,
      SIM_STATE: this.state,
    };
  }

  async run(): Promise<readonly Verdict[]> {
    const { name, root } = this.given;
    const { steps, files } = parseTranscript(readFileSync(join(root, name), 'utf8'));
    mkdirSync(this.files, { recursive: true });
    symlinkSync(join(root, 'manifests'), join(this.files, 'manifests'));
    for (const [file, text] of files) {
      mkdirSync(dirname(join(this.files, file)), { recursive: true });
      writeFileSync(join(this.files, file), text);
    }
    await this.sim(CLUSTER);
    for (const step of steps) await this.step(step);
    return this.verdicts;
  }

  async end(): Promise<void> {
    await this.forgetReading();
  }

  private async step(step: Step): Promise<void> {
    if (step.after !== undefined) {
      await this.forgetReading();
      await this.sim(['clock', 'advance', step.after]);
    }
    const [program = '', ...argv] = splitWords(step.command);
    if (program === 'export') {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(argv[0] ?? '') ?? [];
      this.environment[name] = value;
      return;
    }
    const expected = written(step.output);
    const isLooking = isReading(argv);
    if (!isLooking) await this.forgetReading();
    if (!isOurs(argv) && this.environment['SIM_PACE'] === undefined)
      for (const kubectl of this.given.kubectls) {
        if (olderWords(kubectl.version, argv) === undefined) continue;
        const serving = isLooking ? await this.readingServer() : await this.serveCopy();
        const said = await this.kubectl(kubectl, argv, serving);
        this.note(step, `kubectl ${kubectl.version}`, differenceOf(expected, said, argv, kubectl.version));
        if (!isLooking) await serving.end();
      }
    const serving = isLooking ? await this.readingServer() : await this.serveCopy();
    const served = await this.sim(argv, { ...this.environment, SIM_STATE: serving.state });
    if (!isLooking) await serving.end();
    this.note(step, 'sim through sim serve', differenceOf(expected, served, argv, undefined));
    this.note(step, 'sim', differenceOf(expected, await this.sim(argv), argv, undefined));
  }

  private note({ command }: Step, witness: string, differs: string | undefined): void {
    this.verdicts.push({ name: this.given.name, witness, command, differs });
  }

  private sim(argv: readonly string[], environment = this.environment): Promise<Said> {
    const program = join(this.given.root, 'bin/sim');
    return runProcess(process.execPath, [program, ...argv], { environment, folder: this.files }).said;
  }

  private kubectl({ file }: Kubectl, argv: readonly string[], serving: Serving): Promise<Said> {
    const environment = { ...this.environment, KUBECONFIG: serving.kubeconfig, KUBECACHEDIR: serving.cache };
    const { said } = runProcess(file, argv, { environment, folder: this.files });
    const advance = (length: string) =>
      this.sim(['clock', 'advance', length], { ...this.environment, SIM_STATE: serving.state });
    return isReading(argv) ? said : whileTimePasses(said, argv, advance);
  }

  private async readingServer(): Promise<Serving> {
    this.reading ??= await this.serveCopy();
    return this.reading;
  }

  private async forgetReading(): Promise<void> {
    await this.reading?.end();
    this.reading = undefined;
  }

  private serveCopy(): Promise<Serving> {
    const folder = join(this.given.folder, `copy-${++this.copies}`);
    mkdirSync(folder);
    const state = join(folder, 'cluster.json');
    for (const end of ['', '.journal'])
      if (existsSync(this.state + end)) cpSync(this.state + end, state + end);
    const environment = { ...this.environment, SIM_STATE: state };
    return Serving.start(join(this.given.root, 'bin/sim'), { environment, folder: this.files });
  }
}
