import type { FileSystem } from './file-system.ts';

/** What `/etc/passwd` or `/etc/group` calls a number; undefined where it does not. */
export function nameIn(
  files: FileSystem,
  path: '/etc/passwd' | '/etc/group',
  id: number,
): string | undefined {
  const node = files.find(path)?.node;
  const lines = node?.type === 'file' ? node.text.split('\n') : [];
  const line = lines.find((one) => one.split(':')[2] === String(id));
  return line?.slice(0, line.indexOf(':')) ?? (id === 0 ? 'root' : undefined);
}

/** The number behind a name, or behind a number in digits. */
export function idIn(
  files: FileSystem,
  path: '/etc/passwd' | '/etc/group',
  name: string,
): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const node = files.find(path)?.node;
  const lines = node?.type === 'file' ? node.text.split('\n') : [];
  const id = lines.map((line) => line.split(':')).find(([first]) => first === name)?.[2];
  return id === undefined ? (name === 'root' ? 0 : undefined) : Number(id);
}
