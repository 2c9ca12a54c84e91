import { join } from 'node:path';
import type { Kubeconfig, KubeconfigFile } from '../kubectl/kubeconfig.ts';
import type { Globals } from '../kubectl/program.ts';
import { localFiles } from '../kubectl/resources/manifest-reader.ts';
import type { Host } from './host.ts';

/** Prefix of the server of a context whose cluster is a state file. */
const FILE = 'file://';
const NAME = 'sim';

export interface ContextEntry {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** Where the state lies: --state, else SIM_STATE, else what the current context says, else ~/.sim/cluster.json. */
export function statePath(host: Host, globals: Globals): string {
  const asked = askedState(host, globals);
  if (asked !== undefined) return asked;
  const kubeconfig = openKubeconfig(host, globals);
  const { cluster } = contextIn(kubeconfig);
  const server = kubeconfig.read().clusters?.find((entry) => entry.name === cluster)?.cluster['server'];
  return (typeof server === 'string' ? stateOf(server) : undefined) ?? defaultState(host);
}

/** The state file that a context's server names; undefined for a real server. */
export const stateOf = (server: string): string | undefined =>
  server.startsWith(FILE) ? server.slice(FILE.length) : undefined;

function askedState({ environment }: Host, globals: Globals): string | undefined {
  const flag = globals['state'];
  return (
    (typeof flag === 'string' && flag !== '' ? flag : undefined) ?? (environment['SIM_STATE'] || undefined)
  );
}

const defaultState = ({ home }: Host): string => join(home, '.sim', 'cluster.json');

/** The contexts: of a state that was named beside it, else those of ~/.sim/config. */
export function openKubeconfig(host: Host, globals: Globals): Kubeconfig {
  const asked = askedState(host, globals);
  const path =
    globals.kubeconfig ||
    host.environment['SIM_CONFIG'] ||
    (asked === undefined ? join(host.home, '.sim', 'config') : `${asked}.config`);
  const read = (): KubeconfigFile => readConfig(path) ?? freshConfig(asked ?? defaultState(host));
  const context = globals.context || read()['current-context'] || '';
  return {
    path,
    context,
    read,
    write: (file) => localFiles.write(path, `${JSON.stringify(file, null, 2)}\n`),
  };
}

/** Kept as JSON, which is YAML too: reading it costs no parser. */
function readConfig(path: string): KubeconfigFile | undefined {
  return localFiles.stat(path) === 'file' ? (JSON.parse(localFiles.read(path)) as KubeconfigFile) : undefined;
}

function freshConfig(state: string): KubeconfigFile {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: {},
    clusters: [{ name: NAME, cluster: { server: FILE + state } }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME } }],
    users: [{ name: NAME, user: {} }],
    'current-context': NAME,
  };
}

/** The context in force; empty where the name leads nowhere. */
export function contextIn({ context, read }: Pick<Kubeconfig, 'context' | 'read'>): ContextEntry {
  return read().contexts?.find(({ name }) => name === context)?.context ?? {};
}
