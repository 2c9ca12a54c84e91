import type { Program } from '../../shell/shell.ts';

/** What an image brings along. */
export interface Image {
  readonly entryPoint?: readonly string[];
  readonly arguments?: readonly string[];
  /** Variables that it sets. */
  readonly variables?: Readonly<Record<string, string>>;
  /** It has no shell, and nothing else but its programs. */
  readonly isBare?: boolean;
  /** How its server calls itself, and what it starts. */
  readonly title?: string;
  readonly workers?: readonly { readonly user: string; readonly command: string }[];
  /** Programs beside the usual ones; a text is a script for the shell. */
  readonly programs: ReadonlyMap<string, string | Program>;
  /** Files that it brings, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
}

/** An image that starts its server through a script: flags alone are the server's. */
export function serverImage(
  server: string,
  programs: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Image {
  const start = `case "$1" in -*|'') set -- ${server} "$@";; esac\nexec "$@"\n`;
  return {
    entryPoint: ['docker-entrypoint.sh'],
    arguments: [server, ...args],
    programs: new Map([['docker-entrypoint.sh', start], ...Object.entries(programs)]),
  };
}
