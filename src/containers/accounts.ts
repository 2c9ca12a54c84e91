import type { Container } from '../kinds/core/pod/types.ts';
import { flavourOf } from './entry-point.ts';

/** What sort of system an image is built on. */
export type Layout = 'busybox' | 'alpine' | 'gnu';

export const layoutOf = (container: Container): Layout =>
  /alpine/.test(container.image ?? '') ? 'alpine' : flavourOf(container);

interface Accounts {
  readonly passwd: string;
  readonly group: string;
}

const lines = (...rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');
const groups = (rows: string): string => lines(...rows.split(' ').map((row) => row.replace(':', ':x:')));

/** Who is known to images; root is in groups that the runtime gives it. */
const ACCOUNTS: Readonly<Record<Layout, Accounts>> = {
  busybox: {
    passwd: lines(
      'root:x:0:0:root:/root:/bin/sh',
      'daemon:x:1:1:daemon:/usr/sbin:/bin/false',
      'bin:x:2:2:bin:/bin:/bin/false',
      'sys:x:3:3:sys:/dev:/bin/false',
      'sync:x:4:100:sync:/bin:/bin/sync',
      'mail:x:8:8:mail:/var/spool/mail:/bin/false',
      'www-data:x:33:33:www-data:/var/www:/bin/false',
      'operator:x:37:37:Operator:/var:/bin/false',
      'nobody:x:65534:65534:nobody:/home:/bin/false',
    ),
    group: groups(
      'root:0: daemon:1: bin:2: sys:3: adm:4: tty:5: disk:6: lp:7: mail:8: kmem:9: wheel:10:root cdrom:11: dialout:18: floppy:19: video:28: audio:29: tape:32: www-data:33: operator:37: utmp:43: plugdev:46: staff:50: lock:54: netdev:82: users:100: nobody:65534:',
    ),
  },
  alpine: {
    passwd: lines(
      'root:x:0:0:root:/root:/bin/sh',
      'bin:x:1:1:bin:/bin:/sbin/nologin',
      'daemon:x:2:2:daemon:/sbin:/sbin/nologin',
      'lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin',
      'sync:x:5:0:sync:/sbin:/bin/sync',
      'shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown',
      'halt:x:7:0:halt:/sbin:/sbin/halt',
      'mail:x:8:12:mail:/var/mail:/sbin/nologin',
      'guest:x:405:100:guest:/dev/null:/sbin/nologin',
      'nobody:x:65534:65534:nobody:/:/sbin/nologin',
    ),
    group: groups(
      'root:0:root bin:1:root,bin,daemon daemon:2:root,bin,daemon sys:3:root,bin adm:4:root,daemon tty:5: disk:6:root lp:7:lp kmem:9: wheel:10:root floppy:11:root mail:12:mail cdrom:15: dialout:20:root tape:26:root video:27:root audio:29: netdev:82: users:100: shadow:42: nogroup:65533: nobody:65534:',
    ),
  },
  gnu: {
    passwd: lines(
      'root:x:0:0:root:/root:/bin/bash',
      'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
      'bin:x:2:2:bin:/bin:/usr/sbin/nologin',
      'sys:x:3:3:sys:/dev:/usr/sbin/nologin',
      'sync:x:4:65534:sync:/bin:/bin/sync',
      'games:x:5:60:games:/usr/games:/usr/sbin/nologin',
      'mail:x:8:8:mail:/var/mail:/usr/sbin/nologin',
      'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
      'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    ),
    group: groups(
      'root:0: daemon:1: bin:2: sys:3: adm:4: tty:5: disk:6: lp:7: mail:8: www-data:33: shadow:42: staff:50: games:60: users:100: nogroup:65534:',
    ),
  },
};

/** The files that name users and groups. */
export function accountFiles(layout: Layout): Readonly<Record<string, string>> {
  const { passwd, group } = ACCOUNTS[layout];
  return { '/etc/passwd': passwd, '/etc/group': group };
}

/** The first group of a user that the image knows, and all groups that it lists the user in. */
export function groupsIn(
  layout: Layout,
  user: number,
): { readonly first?: number; readonly all: readonly number[] } {
  const { passwd, group } = ACCOUNTS[layout];
  const known = rowsOf(passwd).find(([, , id]) => id === String(user));
  if (known === undefined) return { all: [] };
  const listed = rowsOf(group).filter(([, , , members = '']) => members.split(',').includes(known[0] ?? ''));
  return { first: Number(known[3]), all: listed.map(([, , id]) => Number(id)) };
}

const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trimEnd()
    .split('\n')
    .map((row) => row.split(':'));
