import type { Flag } from '../flags.ts';

/**
 * Whether somebody gave a flag himself, as upstream looks for it: also in short flags that are written together, and in any
 * word that begins with the short one.
 */
export function isGiven({ name, short }: Flag<unknown>, argv: readonly string[], isShort: boolean): boolean {
  return argv.some((word) => {
    if (word === `--${name}` || word.startsWith(`--${name}=`)) return true;
    if (short === undefined) return false;
    if (word.startsWith(`-${short}`)) return true;
    return isShort && /^-[a-zA-Z]+$/.test(word) && word.includes(short);
  });
}
