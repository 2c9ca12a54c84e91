import type { Shell } from './shell.ts';

/** What a shell shows when it waits for a command (PS1), or for the rest of one (PS2). */
export function promptOf(shell: Shell, variable: 'PS1' | 'PS2'): string {
  const prompt = shell.get(variable) ?? (variable === 'PS2' ? '> ' : firstPrompt(shell));
  return prompt.replace(/\\([uhHw$])/g, (_, sign: string) => meaningOf(sign, shell));
}

/** bash as Debian sets it up, busybox's ash, and dash. */
function firstPrompt({ name, world }: Shell): string {
  if (name === 'bash') return '\\u@\\h:\\w\\$ ';
  return world.flavour === 'busybox' ? '\\w \\$ ' : '\\$ ';
}

function meaningOf(sign: string, shell: Shell): string {
  const isRoot = (shell.get('.uid') ?? '0') === '0';
  if (sign === 'u') return isRoot ? 'root' : 'I have no name!';
  if (sign === '$') return isRoot ? '#' : '$';
  if (sign !== 'w') return shell.world.hostname;
  const home = shell.get('HOME') ?? '';
  const isInside = home !== '' && home !== '/' && `${shell.folder}/`.startsWith(`${home}/`);
  return isInside ? `~${shell.folder.slice(home.length)}` : shell.folder;
}
