import type { Container, Pod } from '../kinds/core/pod/types.ts';

/** What is at a port of a pod: a web server, something else that answers, or nothing. */
export type Listener = 'http' | 'other' | 'nothing';

/** Servers that images are known by, and where they listen unless they are told otherwise. */
const KNOWN: Readonly<Record<string, readonly [port: number, speaks: 'http' | 'other']>> = {
  nginx: [80, 'http'],
  'nginx-slim': [80, 'http'],
  httpd: [80, 'http'],
  redis: [6379, 'other'],
  mysql: [3306, 'other'],
  mariadb: [3306, 'other'],
  postgres: [5432, 'other'],
  mongo: [27017, 'other'],
  memcached: [11211, 'other'],
};
/** Images that bring a shell and no server. */
const SHELLS = new Set(['busybox', 'alpine', 'ubuntu', 'debian', 'bash', 'curl', 'dnsutils', 'busyboxplus']);
/** Words of a command that serves something. */
const SERVES = /\b(?:httpd|nc|ncat|socat|serve|server|http\.server|netcat)\b/;

/** Who listens at a port of the pod, as far as its containers tell: by their image, else by the ports they declare. */
export function listenerAt(pod: Pod, port: number): Listener {
  const running = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  const found = running.map((container) => at(container, port));
  return found.find((one) => one === 'http') ?? found.find((one) => one === 'other') ?? 'nothing';
}

function at(container: Container, port: number): Listener {
  const { ports = [], command, args } = container;
  const name = imageName(container);
  const own = KNOWN[name];
  const isDeclared = ports.some(({ containerPort }) => containerPort === port);
  // A server with settings of its own listens where they say: there the declared ports are believed.
  if (own !== undefined && !isConfigured(container)) return own[0] === port ? own[1] : 'nothing';
  if (isDeclared) return own?.[1] ?? 'http';
  const words = [...(command ?? []), ...(args ?? [])].join(' ');
  const isSilent = ports.length > 0 || (SHELLS.has(name) && !SERVES.test(words));
  return isSilent ? 'nothing' : (own?.[1] ?? 'http');
}

const isConfigured = ({ command, args, volumeMounts = [] }: Container): boolean =>
  command !== undefined ||
  args !== undefined ||
  volumeMounts.some(({ mountPath }) => /^\/(?:etc|usr\/local\/apache2\/conf)\b/.test(mountPath));

const imageName = ({ image = '' }: Container): string =>
  image
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .split('/')
    .at(-1) ?? '';
