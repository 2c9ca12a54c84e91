import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Environment } from './command-line.ts';
import { kubectlBinary, root, type Workspace } from './workspace.ts';

export const isJudgedByKubectl = kubectlBinary !== '';

export type Asker = (argv: readonly string[]) => Promise<Answer>;

/** A cluster served to the real kubectl. */
export interface Served {
  /** What kubectl, and a shell that calls it, need to find the server. */
  readonly environment: Environment;
  readonly ask: Asker;
  end(): Promise<void>;
}

/** Serves the cluster of the workspace to the kubectl that `--kubectl` names; undefined where it names none. */
export async function serveToKubectl({ environment, state, files }: Workspace): Promise<Served | undefined> {
  if (!isJudgedByKubectl) return undefined;
  const server = spawn(process.execPath, [join(root, 'bin/sim'), 'serve', '--port', '0'], {
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(server, 'exit');
  const end = async (): Promise<void> => {
    server.kill();
    await gone;
  };
  const endBoth = (): void => void end().then(() => process.exit(0));
  process.once('SIGTERM', endBoth);
  void gone.then(() => process.off('SIGTERM', endBoth));
  await Promise.race([once(server.stdout, 'data'), gone]);
  const env = { ...environment, KUBECONFIG: `${state}.kubeconfig`, HOME: files };
  return { environment: env, ask: (argv) => asked(argv, env), end };
}

async function asked(argv: readonly string[], environment: Environment): Promise<Answer> {
  const env = environment as NodeJS.ProcessEnv;
  const { stdout, stderr, status } = spawnSync(kubectlBinary, argv, {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { stdout, stderr, exit: status ?? 'timeout' };
}

let version: string | undefined;

/** `1.33` */
export function kubectlVersion(): string {
  if (version !== undefined) return version;
  const { stdout } = spawnSync(kubectlBinary, ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  const { clientVersion } = JSON.parse(stdout) as { readonly clientVersion: { readonly gitVersion: string } };
  version = /^v(\d+\.\d+)/.exec(clientVersion.gitVersion)?.[1] ?? '';
  return version;
}
