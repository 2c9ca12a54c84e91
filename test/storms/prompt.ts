import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalTransport } from '../../src/apiserver/local-transport.ts';
import { apiVersionOf } from '../../src/apiserver/registry.ts';
import { ourCommands } from '../../src/cli/commands/index.ts';
import { ourFlags } from '../../src/cli/flags.ts';
import type { Host } from '../../src/cli/host.ts';
import { actorsFor } from '../../src/cluster/actors.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { openSession, type Session } from '../../src/cluster/session.ts';
import type { SessionParts } from '../../src/cluster/session-parts.ts';
import type { Settings } from '../../src/cluster/settings.ts';
import { kinds } from '../../src/kinds/index.ts';
import { patchSchemaOf } from '../../src/kinds/schema/patch-schema.ts';
import { loadTypes } from '../../src/kinds/schema/source.ts';
import type { Context, Files } from '../../src/kubectl/command.ts';
import { commands as kubectlCommands } from '../../src/kubectl/commands/index.ts';
import { globalFlags } from '../../src/kubectl/global-flags.ts';
import { execute, type Globals } from '../../src/kubectl/program.ts';
import type { StateFile } from '../../src/store/disk/state-file.ts';
import { memoryFiles, memoryKubeconfig } from '../support/memory-kubectl.ts';
import { noNetwork } from '../support/no-network.ts';

const root = join(import.meta.dirname, '../..');
loadTypes(() => readFileSync(join(root, 'src/kinds/schema/types.json'), 'utf8'));

export interface Typed {
  readonly exit: number;
  readonly err: string;
}

/** A cluster in memory, and the prompt at which `sim` is typed. */
export interface Prompt {
  readonly cluster: Cluster;
  /** Runs the words behind `sim`. */
  type(argv: readonly string[]): Promise<Typed>;
}

export interface PromptParts extends Pick<SessionParts, 'onReconcile'> {
  readonly settings: Settings;
  /** What `-f NAME` reads, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** What watches are checked against. */
const LONG_HISTORY = 20_000;

export function openPrompt({ settings, files, onReconcile }: PromptParts): Prompt {
  const session = openSession({
    file: NO_FILE,
    wall: () => settings.anchor.wall,
    fresh: () => settings,
    onCheckpoint: () => {},
    actors: actorsFor,
    onReconcile,
    history: LONG_HISTORY,
  });
  const memory = memoryFiles(files);
  return {
    cluster: session.cluster,
    type: async (argv) => {
      const told = { err: '' };
      const exit = await typed(argv, session, memory, told);
      session.checkpoint();
      return { exit, err: told.err };
    },
  };
}

/** A state that nobody shares and that is never written. */
const NO_FILE: StateFile = {
  path: '/nowhere/cluster.json',
  load: () => undefined,
  readSince: () => ({ replaced: false, steps: [] }),
  lock: () => {},
  unlock: () => {},
  save: () => {},
  rewrite: () => {},
  position: () => ({ generation: 1, records: 0 }),
};

function typed(
  argv: readonly string[],
  session: Session,
  files: Files,
  told: { err: string },
): Promise<number> {
  const out = { write: () => {}, line: () => {} };
  const write = (text: string): void => {
    told.err += text;
  };
  const err = { write, line: (text: string) => write(`${text}\n`) };
  const runProcess: Context['runProcess'] = async () => ({ exit: 1, out: '', err: '' });
  const ours = { host: NO_HOST, session: () => session, statePath: () => NO_FILE.path, actors: actorsFor };
  return execute(argv, {
    name: 'kubectl',
    entries: [...kubectlCommands, ...ourCommands(ours, async () => {})],
    globals: { ...globalFlags, ...ourFlags },
    out,
    err,
    environment: {},
    files,
    startPlugin: async () => 1,
    overview: () => '',
    open: (globals: Globals): Context => ({
      transport: createLocalTransport(session, async () => {}),
      out,
      err,
      isTyped: false,
      stdin: async () => '',
      fetchUrl: noNetwork,
      files,
      config: {
        namespace: globals.namespace || 'default',
        namespaceGiven: globals.namespace !== '',
        kubeconfig: memoryKubeconfig({}),
      },
      environment: {},
      isTerminal: false,
      patchSchema: (apiVersion, kind) => {
        const found = kinds.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
        return found === undefined ? undefined : patchSchemaOf(found.schema);
      },
      runProcess,
    }),
  });
}

/** Nothing that storms type reaches for the world outside. */
const NO_HOST: Host = {
  argv: [],
  environment: {},
  home: '/nowhere',
  wall: () => 0,
  seed: () => 1,
  sleep: async () => {},
  writeOut: () => {},
  writeErr: () => {},
  stdin: async () => '',
  fetchUrl: noNetwork,
  isTerminal: false,
  readAsset: () => new Uint8Array(),
  onSignal: () => {},
  exit: (code) => {
    throw new Error(`exit ${code}`);
  },
  runProcess: async () => ({ exit: 1, out: '', err: '' }),
};
