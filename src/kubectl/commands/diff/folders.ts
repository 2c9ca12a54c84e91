import { isFields } from '../../../machinery/json.ts';
import { type Context, Exit, type ExitCode } from '../../command.ts';
import { asError } from '../../errors.ts';
import { groupKind } from '../../kinds/group-kind.ts';
import { withoutManagedFields } from '../../output/name.ts';
import { formatYaml } from '../../output/yaml.ts';
import type { AnyObject } from '../../resources/object.ts';

/** The two folders that are compared, a file an object in each. */
export interface Folders {
  readonly live: string;
  readonly merged: string;
}

export const folders = ({ files }: Context): Folders => ({
  live: files.temporaryFolder('LIVE-'),
  merged: files.temporaryFolder('MERGED-'),
});

/** Writes both sides of an object; what secrets hold is not shown. */
export function writePair(
  context: Context,
  { live, merged }: Folders,
  name: string,
  before: AnyObject | undefined,
  after: AnyObject,
  { showManagedFields }: { readonly showManagedFields: boolean },
): void {
  const shown = (object: AnyObject | undefined): AnyObject | undefined =>
    object === undefined || showManagedFields ? object : withoutManagedFields(object);
  const [from, to] = masked(shown(before), shown(after));
  writeObject(context, live, name, from);
  writeObject(context, merged, name, to);
}

export function writeObject(
  { files }: Context,
  folder: string,
  name: string,
  object: AnyObject | undefined,
): void {
  files.write(`${folder}/${name}`, object === undefined ? '' : formatYaml(object));
}

type Sides = readonly [AnyObject | undefined, AnyObject | undefined];
const SENSITIVE = new Set(['Secret']);

function masked(from: AnyObject | undefined, to: AnyObject | undefined): Sides {
  if (to === undefined || !SENSITIVE.has(groupKind(to))) return [from, to];
  const before = dataOf(from);
  const after = dataOf(to);
  const differs = (key: string): boolean => key in before && key in after && before[key] !== after[key];
  const mask = (which: string) => (key: string) => [key, differs(key) ? `*** (${which})` : '***'] as const;
  return [withData(from, mask('before')), withData(to, mask('after'))];
}

function dataOf(object: AnyObject | undefined): Readonly<Record<string, unknown>> {
  const data = object?.['data'];
  return isFields(data) ? data : {};
}

function withData(
  object: AnyObject | undefined,
  mask: (key: string) => readonly [string, string],
): AnyObject | undefined {
  if (object === undefined || !isFields(object['data'])) return object;
  return { ...object, data: Object.fromEntries(Object.keys(object['data']).map(mask)) };
}

/** Lets the user's program compare the folders. */
export async function runDiff({ live, merged }: Folders, context: Context): Promise<ExitCode> {
  const told = context.environment['KUBECTL_EXTERNAL_DIFF'] ?? '';
  const [program = '', ...words] = told.split(' ');
  const extra = words.filter((word) => /^[a-zA-Z0-9-=]+$/.test(word));
  const command = told === '' ? ['diff', '-u', '-N', live, merged] : [program, live, merged, ...extra];
  const finished = await context.runProcess(command, 'captured').catch((error: unknown) => {
    throw notStarted(command[0] ?? '', error);
  });
  context.out.write(finished.out);
  context.err.write(finished.err);
  if (finished.exit > 1) {
    throw new Error(`failed to run ${JSON.stringify(command[0])}: exit status ${finished.exit}`);
  }
  if (finished.exit === 1) throw new Exit(1);
  return 0;
}

function notStarted(program: string, error: unknown): Error {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const shown = JSON.stringify(program);
  const why = missing ? `exec: ${shown}: executable file not found in $PATH` : asError(error).message;
  return new Error(`failed to run ${shown}: ${why}`);
}
