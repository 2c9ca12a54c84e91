import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/program.ts';
import { noNetwork } from './no-network.ts';

const SOURCES = join(import.meta.dirname, '../../src');
const ASSETS: Readonly<Record<string, string>> = {
  'types.json': 'kinds/schema/types.json',
  'protobuf-fields.json': 'apiserver/http/protobuf/fields.json',
};

/** `sim serve` in this process. */
export interface ServingHere {
  /** As an interrupt does. */
  end(): void;
}

/** Serves the state that the environment names; ready when it is there. */
export async function servingHere(
  environment: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<ServingHere> {
  let interrupt = (): void => {};
  let hasEnded = false;
  let said = '';
  await new Promise<void>((resolve, reject) => {
    run({
      argv: ['serve', ...flags],
      environment,
      home: process.cwd(),
      wall: Date.now,
      seed: () => 1,
      sleep: (milliseconds) =>
        new Promise((wake) => {
          if (!hasEnded) setTimeout(() => hasEnded || wake(), milliseconds);
        }),
      writeOut: (text) => {
        said += text;
        if (said.includes('KUBECONFIG=')) resolve();
      },
      writeErr: (text) => {
        said += text;
      },
      stdin: async () => '',
      fetchUrl: noNetwork,
      isTerminal: false,
      readAsset: (name) => readFileSync(join(SOURCES, ASSETS[name] ?? name)),
      onSignal: (handler) => {
        interrupt = () => handler('SIGTERM');
      },
      exit: () => {
        hasEnded = true;
        return undefined as never;
      },
      runProcess: async () => ({ exit: 1, out: '', err: '' }),
    }).then(() => reject(new Error(`sim serve ended: ${said}`)), reject);
  });
  return { end: () => interrupt() };
}
