import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { ApiRequest, ApiResponse, Transport } from '../../src/client/transport.ts';
import { patchSchemaOf } from '../../src/kinds/schema/patch-schema.ts';
import { loadTypes } from '../../src/kinds/schema/source.ts';
import type { Context, Files, Writer } from '../../src/kubectl/command.ts';
import { commands } from '../../src/kubectl/commands/index.ts';
import { globalFlags } from '../../src/kubectl/global-flags.ts';
import type { Kubeconfig, KubeconfigFile } from '../../src/kubectl/kubeconfig.ts';
import { execute } from '../../src/kubectl/program.ts';
import { instant } from '../../src/machinery/instant.ts';
import { noNetwork } from './no-network.ts';

export interface Told {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Files by path; folders are what stands before a slash. */
export function memoryFiles(given: Readonly<Record<string, Uint8Array | string>>): Files {
  const files: Record<string, Uint8Array | string> = { ...given };
  // What lies outside of this folder (a temporary file) keeps its whole path, wherever this folder is.
  const nameOf = (path: string): string => {
    const name = relative(process.cwd(), path);
    return name.startsWith('..') ? path : name;
  };
  const bytes = (path: string): Uint8Array => {
    const found = files[nameOf(path)] ?? '';
    return typeof found === 'string' ? new TextEncoder().encode(found) : found;
  };
  const inside = (path: string): string[] => {
    const folder = nameOf(path);
    return Object.keys(files).filter((name) => folder === '' || name.startsWith(`${folder}/`));
  };
  const write = (path: string, content: string): void => {
    files[nameOf(path)] = content;
  };
  return {
    stat: (path) => (nameOf(path) in files ? 'file' : inside(path).length > 0 ? 'folder' : undefined),
    read: (path) => new TextDecoder().decode(bytes(path)),
    readBytes: bytes,
    isExecutable: (path) => new TextDecoder().decode(bytes(path)).startsWith('#!'),
    write,
    writeBytes: (path, content) => {
      files[nameOf(path)] = content;
    },
    makeFolder: () => undefined,
    linkTarget: () => undefined,
    replace: write,
    list: (path) => {
      const folder = nameOf(path);
      const names = inside(path).map((name) => (folder === '' ? name : name.slice(folder.length + 1)));
      return [...new Set(names.map((name) => name.split('/')[0] ?? ''))].sort();
    },
    temporaryFolder: (prefix) => `/tmp/${prefix}1`,
    temporaryFile: (prefix, suffix, content) => {
      const path = `/tmp/${prefix}${Object.keys(files).length}${suffix}`;
      files[path] = content;
      return path;
    },
    remove: (path) => {
      delete files[nameOf(path)];
    },
    makePrivate: () => undefined,
    glob: () => [],
  };
}

export type Answer = (request: ApiRequest) => Partial<ApiResponse> | undefined;

/** A server that knows only the answers it is given. */
export function cannedTransport(answer: Answer): Transport & { readonly requests: ApiRequest[] } {
  const requests: ApiRequest[] = [];
  const now = instant(Date.UTC(2026, 0, 1, 12));
  return {
    requests,
    send: async (request) => {
      requests.push(request);
      const missing = { code: 404, body: status(404, 'NotFound', `${request.path} not found`) };
      return { code: 200, body: {}, warnings: [], date: now, ...(answer(request) ?? missing) };
    },
    watch: async function* () {
      // Nothing ever happens.
    },
    pause: async () => undefined,
    now: () => now,
  };
}

export const status = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  code,
});

loadTypes(() => readFileSync(new URL('../../src/kinds/schema/types.json', import.meta.url), 'utf8'));

/** A kubeconfig that is kept in memory. */
export function memoryKubeconfig(file: KubeconfigFile): Kubeconfig {
  let kept = file;
  return {
    path: '/home/ann/.kube/config',
    get context() {
      return kept['current-context'] ?? '';
    },
    read: () => kept,
    write: (next) => {
      kept = next;
    },
  };
}

/** Runs one command line of kubectl in memory. */
export async function kubectl(
  argv: readonly string[],
  {
    files = {},
    answer = () => undefined,
    namespace = 'default',
    stdin = '',
    transport = cannedTransport(answer),
    kubeconfig = memoryKubeconfig({}),
    fetchUrl = noNetwork,
    runProcess = async () => ({ exit: 0, out: '', err: '' }),
    editor,
    environment = {},
  }: {
    readonly files?: Readonly<Record<string, Uint8Array | string>>;
    readonly answer?: Answer;
    readonly namespace?: string;
    readonly stdin?: string;
    readonly transport?: Transport & { readonly requests?: readonly ApiRequest[] };
    readonly kubeconfig?: Kubeconfig;
    readonly fetchUrl?: Context['fetchUrl'];
    readonly runProcess?: Context['runProcess'];
    /** What the user makes of a file that is opened in the editor. */
    readonly editor?: (text: string) => string;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<Told & { readonly requests: readonly ApiRequest[] }> {
  const out = writer();
  const err = writer();
  const memory = memoryFiles(files);
  const edited: Context['runProcess'] = async (command) => {
    const path = command.at(-1) ?? '';
    memory.write(path, editor?.(memory.read(path)) ?? '');
    return { exit: 0, out: '', err: '' };
  };
  const context: Context = {
    transport,
    out,
    err,
    stdin: async () => stdin,
    fetchUrl,
    files: memory,
    config: {
      namespace,
      namespaceGiven: false,
      kubeconfig,
    },
    environment,
    isTerminal: false,
    isTyped: false,
    patchSchema: (apiVersion, kind) =>
      patchSchemaOf(`${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}.${kind}`),
    runProcess: editor === undefined ? runProcess : edited,
  };
  const exit = await execute(argv, {
    name: 'kubectl',
    entries: commands,
    globals: globalFlags,
    out,
    err,
    environment,
    files: memory,
    startPlugin: async (command) => (await context.runProcess(command, 'attached')).exit,
    overview: () => 'overview\n',
    open: (globals) => ({
      ...context,
      config: { ...context.config, namespace: globals.namespace || namespace },
    }),
  });
  return { stdout: out.text(), stderr: err.text(), exit, requests: transport.requests ?? [] };
}

function writer(): Writer & { text(): string } {
  let text = '';
  return {
    write: (more) => {
      text += more;
    },
    line: (more) => {
      text += `${more}\n`;
    },
    text: () => text,
  };
}
