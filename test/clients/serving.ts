import { Program, type Started } from '../support/processes.ts';

/** A cluster of its own behind `sim serve`, for one client. */
export class ServedCluster {
  private readonly program: Program;
  private readonly serving: Started;

  private constructor(program: Program, serving: Started) {
    this.program = program;
    this.serving = serving;
  }

  static async start(): Promise<ServedCluster> {
    const program = new Program();
    await program.ok('cluster', 'create', '--kubelet=fast', '--seed=1');
    const serving = program.start('serve');
    await serving.says('KUBECONFIG=');
    return new ServedCluster(program, serving);
  }

  /** stdout of a command at the same state. */
  sim(...argv: readonly string[]): Promise<string> {
    return this.program.ok(...argv);
  }

  get kubeconfig(): string {
    return `${this.program.state}.kubeconfig`;
  }

  end(): void {
    this.serving.child.kill('SIGKILL');
    this.program.remove();
  }
}
