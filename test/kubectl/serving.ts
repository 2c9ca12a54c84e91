import type { ChildProcess } from 'node:child_process';
import type { Said } from './answers.ts';
import { type Place, runProcess } from './processes.ts';

/** `sim serve` at a state of its own. */
export class Serving {
  readonly state: string;
  private readonly child: ChildProcess;
  private readonly said: Promise<Said>;

  private constructor(state: string, child: ChildProcess, said: Promise<Said>) {
    this.state = state;
    this.child = child;
    this.said = said;
  }

  static async start(sim: string, place: Place): Promise<Serving> {
    const { child, said } = runProcess(process.execPath, [sim, 'serve'], place);
    const ready = new Promise<void>((resolve) => {
      let text = '';
      child.stdout?.on('data', (piece) => {
        text += piece;
        if (text.includes('KUBECONFIG=')) resolve();
      });
    });
    const ended = said.then(({ err }) => Promise.reject(new Error(`sim serve ended: ${err}`)));
    await Promise.race([ready, ended]);
    ended.catch(() => {});
    return new Serving(place.environment['SIM_STATE'] ?? '', child, said);
  }

  get kubeconfig(): string {
    return `${this.state}.kubeconfig`;
  }

  /** What kubectl remembers of a server must not outlive it: another may listen at the same port later. */
  get cache(): string {
    return `${this.state}.cache`;
  }

  async end(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.said;
  }
}
