import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Answer } from './command-line.ts';
import { root, type Workspace } from './workspace.ts';

/** The binary that judges `sim serve`, where `--kubectl` names one. */
const binary = process.env['ACCEPTANCE_KUBECTL'] ?? '';

export const isJudgedByKubectl = binary !== '';

export type Asker = (argv: readonly string[]) => Promise<Answer>;

/** The real kubectl at the cluster of the workspace, served until this process ends; undefined where none was named. */
export async function realKubectl({ environment, state, files }: Workspace): Promise<Asker | undefined> {
  if (!isJudgedByKubectl) return undefined;
  const server = spawn(process.execPath, [join(root, 'bin/sim'), 'serve'], {
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('SIGTERM', () => {
    server.once('exit', () => process.exit(0));
    server.kill();
  });
  await new Promise((resolve) => server.stdout.once('data', resolve));
  const env = { ...environment, KUBECONFIG: `${state}.kubeconfig`, HOME: files } as NodeJS.ProcessEnv;
  return async (argv) => {
    const options = { env, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
    const { stdout, stderr, status } = spawnSync(binary, argv, options);
    return { stdout, stderr, exit: status ?? 'timeout' };
  };
}
