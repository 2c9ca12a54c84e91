import { join } from 'node:path';
import type { Kubeconfig, KubeconfigFile } from '../kubectl/kubeconfig.ts';
import { kubeconfigText, parseKubeconfig } from '../kubectl/kubeconfig-text.ts';
import type { Globals } from '../kubectl/program.ts';
import { localFiles } from '../kubectl/resources/manifest-reader.ts';
import { equalJson } from '../machinery/json.ts';
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
  const isOurs = globals.kubeconfig === '';
  const read = (): KubeconfigFile =>
    readConfig(path) ?? (isOurs ? freshConfig(asked ?? defaultState(host)) : {});
  const context = globals.context || read()['current-context'] || '';
  return {
    path,
    context,
    read,
    write: (file) => {
      if (equalJson(file, read())) return;
      const isJson = textOf(path)?.startsWith('{') ?? isOurs;
      localFiles.write(path, isJson ? `${JSON.stringify(file, null, 2)}\n` : kubeconfigText(file));
    },
  };
}

/** Ours is kept as JSON, which is YAML too: reading it costs no parser. */
function readConfig(path: string): KubeconfigFile | undefined {
  const text = textOf(path);
  if (text === undefined) return undefined;
  return (text.startsWith('{') ? parsedJson(text) : undefined) ?? parseKubeconfig(text, path);
}

function parsedJson(text: string): KubeconfigFile | undefined {
  try {
    return JSON.parse(text) as KubeconfigFile;
  } catch {
    return undefined;
  }
}

const textOf = (path: string): string | undefined =>
  localFiles.stat(path) === 'file' ? localFiles.read(path) : undefined;

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
