import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keyboard } from '../../src/cli/host.ts';
import { run } from '../../src/cli/program.ts';
import { noNetwork } from './no-network.ts';

export interface Answer {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

interface Wishes {
  readonly pace?: 'manual' | 'realtime' | 'instant';
  readonly kubelet?: 'realistic' | 'fast';
  readonly seed?: number;
  readonly workers?: string;
  readonly isTerminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

const START = Date.parse('2026-01-05T09:00:00Z');
const TYPES = join(import.meta.dirname, '../../src/kinds/schema/types.json');

/** A cluster in a folder of its own, and `sim` run at it in this process; the wall's clock stands until it is moved. */
export class Sim {
  readonly folder = mkdtempSync(join(tmpdir(), 'sim-test-'));
  readonly state = join(this.folder, 'cluster.json');
  /** The wall's time in milliseconds since 1970. */
  wall = START;
  /** What commands that look on do between two looks; throwing ends them. */
  sleep: (milliseconds: number) => Promise<void> = async () => {};
  /** Who sits at the terminal. */
  keyboard: Keyboard | undefined;
  private readonly wishes: Wishes;

  private constructor(wishes: Wishes) {
    this.wishes = wishes;
  }

  static async create(wishes: Wishes = {}): Promise<Sim> {
    const sim = new Sim(wishes);
    const { pace = 'manual', kubelet = 'realistic', seed = 1, workers = '2' } = wishes;
    await sim.ok(
      'cluster',
      'create',
      `--pace=${pace}`,
      `--kubelet=${kubelet}`,
      `--seed=${seed}`,
      `--workers=${workers}`,
    );
    return sim;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** stdout of a command that is expected to go well. */
  async ok(...argv: readonly string[]): Promise<string> {
    const { exit, out, err } = await this.run(argv);
    if (exit !== 0) throw new Error(`sim ${argv.join(' ')}: exit ${exit}\n${err}`);
    return out;
  }

  /** Everything on the disk, as one text. */
  bytes(): string {
    return ['', '.journal'].map((end) => readFileSync(this.state + end, 'utf8')).join('\n');
  }

  async run(argv: readonly string[]): Promise<Answer> {
    let out = '';
    let err = '';
    const exit = await run({
      argv,
      environment: { SIM_STATE: this.state, ...this.wishes.environment },
      home: this.folder,
      wall: () => this.wall,
      seed: () => 1,
      sleep: (length) => this.sleep(length),
      writeOut: (text) => {
        out += text;
      },
      writeErr: (text) => {
        err += text;
      },
      stdin: async () => '',
      keyboard: this.keyboard,
      fetchUrl: noNetwork,
      isTerminal: this.wishes.isTerminal ?? false,
      readAsset: (name) => (name === 'types.json' ? readFileSync(TYPES) : Buffer.from('{}')),
      onSignal: () => {},
      exit: (code) => {
        throw new Error(`exit ${code}`);
      },
      runProcess: async () => ({ exit: 1, out: '', err: '' }),
    });
    return { exit, out, err };
  }
}
