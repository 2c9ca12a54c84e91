import type { Program } from '../../shell/shell.ts';

/** What an image brings along. */
export interface Image {
  readonly entryPoint?: readonly string[];
  readonly arguments?: readonly string[];
  /** The variable that holds its version: the tag's, or the newest where the tag does not say. */
  readonly version?: { readonly variable: string; readonly newest: string };
  /** Variables that it sets. */
  readonly variables?: Readonly<Record<string, string>>;
  /** It has no shell, and nothing else but its programs. */
  readonly isBare?: boolean;
  /** Started as it is, it serves until it is stopped, whatever surrounds it. */
  readonly isServer?: boolean;
  /** That server does not come up where it may do less than root. */
  readonly needsRoot?: boolean;
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

/** `1.14.2` of `docker.io/library/nginx:1.14.2`. */
export const tagOf = (image = ''): string => /:([^:/@]+)(?:@.*)?$/.exec(image)?.[1] ?? 'latest';

/** The variables that an image sets, under a tag such as `1.14.2` or `7-alpine`. */
export function variablesOf({ version, variables }: Image, tag: string): Readonly<Record<string, string>> {
  if (version === undefined) return variables ?? {};
  return { [version.variable]: fullVersion(tag, version.newest), ...variables };
}

/** `1.27` is the newest of its kind, where that is known; of others the first. */
function fullVersion(tag: string, newest: string): string {
  const told = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (told === undefined || `${newest}.`.startsWith(`${told}.`)) return newest;
  const [parts, wanted] = [told.split('.'), newest.split('.').length];
  return [...parts, ...Array<string>(Math.max(0, wanted - parts.length)).fill('0')].join('.');
}
