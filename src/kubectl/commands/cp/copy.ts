import type { Pod } from '../../../kinds/core/pod/types.ts';
import { bytesOf, textOfBytes } from '../../../machinery/bytes.ts';
import { membersOf } from '../../../machinery/tar.ts';
import { fetchObject } from '../../api.ts';
import { CommandError, type Context, type ExitCode, type Writer } from '../../command.ts';
import { type Result, refuseCompleted, runCommand, textTo } from '../exec/command-in-pod.ts';
import { defaultContainer } from '../logs/sources.ts';
import { archiveOf } from './archive.ts';
import { baseOf, cleanPath, type FilePlace, folderOf, joinPath, prefixOf } from './file-place.ts';

interface CopyOptions {
  readonly container: string;
  readonly noPreserve: boolean;
  readonly retries: number;
}

/** Packs files of this machine, and unpacks them in the container. */
export async function copyToPod(
  from: string,
  to: FilePlace,
  options: CopyOptions,
  context: Context,
): Promise<ExitCode> {
  const { files, err } = context;
  if (files.stat(from) === undefined) throw new CommandError(`${from} doesn't exist in local filesystem`);
  const run = (command: readonly string[], stdin: string, hints: Writer): Promise<Result> =>
    runAt(to, options, command, stdin, hints, context);
  const isFolder = await run(['test', '-d', to.path], '', SILENT).then(
    ({ code }) => code === 0,
    // That it cannot be asked is told by what comes next.
    () => false,
  );
  const target = isFolder ? joinPath(to.path, baseOf(from)) : to.path;
  const flags = options.noPreserve
    ? ['--no-same-permissions', '--no-same-owner', '-xmf', '-']
    : ['-xmf', '-'];
  const command = ['tar', ...flags, '-C', folderOf(target)];
  const result = await run(command, textOfBytes(archiveOf(from, target, context)), err);
  context.out.write(textTo('output', result));
  err.write(textTo('errors', result));
  return ended(result.code, context);
}

/** Packs files of the container, and unpacks them here. */
export async function copyFromPod(
  from: FilePlace,
  to: string,
  options: CopyOptions,
  context: Context,
): Promise<ExitCode> {
  const whole = ['tar', 'cf', '-', from.path];
  const resumable = ['sh', '-c', `tar cf - ${from.path} | tail -c+0`];
  const command = options.retries === 0 ? whole : resumable;
  // kubectl shows what goes wrong on stdout here.
  const result = await runAt(from, options, command, '', context.out, context);
  context.out.write(textTo('errors', result));
  const bytes = bytesOf(textTo('output', result));
  unpack(bytes, from, to, context);
  // Behind the end of an archive kubectl hears no more, be it that tar failed.
  return bytes.length >= END_OF_ARCHIVE ? 0 : ended(result.code, context);
}

/** Two blocks of nothing. */
const END_OF_ARCHIVE = 1024;

const SILENT: Writer = { write: () => {}, line: () => {} };

function ended(code: number, { err }: Context): ExitCode {
  if (code !== 0) err.line(`command terminated with exit code ${code}`);
  return code;
}

/** Runs a command where the files are. */
async function runAt(
  place: FilePlace,
  options: CopyOptions,
  command: readonly string[],
  stdin: string,
  hints: Writer,
  context: Context,
): Promise<Result> {
  const namespace = place.namespace || context.config.namespace;
  const path = `/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(place.pod)}`;
  const pod = await fetchObject<Pod>(context, 'GET', path);
  refuseCompleted(pod);
  const container = options.container || defaultContainer(pod, { allPods: false }, hints);
  return await runCommand(pod, { container, command, stdin }, context);
}

function unpack(bytes: Uint8Array, from: FilePlace, to: string, context: Context): void {
  const { files, err } = context;
  const prefix = prefixOf(from.path);
  let isWarned = false;
  for (const { name, type, target = '', content } of membersOf(bytes)) {
    if (!name.startsWith(prefix)) throw new CommandError('tar contents corrupted');
    const path = joinPath(to, name.slice(prefix.length));
    if (!isInside(path, to)) {
      err.line(`warning: file ${JSON.stringify(path)} is outside target destination, skipping`);
      continue;
    }
    files.makeFolder(folderOf(path));
    if (type === 'folder') files.makeFolder(path);
    else if (type === 'file') files.writeBytes(path, content);
    else {
      const advice = ` (consider using "kubectl exec -n ${JSON.stringify(from.namespace)} ${JSON.stringify(from.pod)} -- tar cf - ${JSON.stringify(from.path)} | tar xf -")`;
      err.line(
        `warning: skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(target)}${isWarned ? '' : advice}`,
      );
      isWarned = true;
    }
  }
}

/** filepath.Rel does not lead out. */
function isInside(path: string, folder: string): boolean {
  const base = cleanPath(folder);
  return base === '.'
    ? !path.startsWith('../')
    : path === base || path.startsWith(base === '/' ? '/' : `${base}/`);
}
