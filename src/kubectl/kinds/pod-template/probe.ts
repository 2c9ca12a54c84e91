import type { Probe } from '../../../kinds/core/pod/types.ts';
import { goList } from '../page.ts';

/** A probe on one line: `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`. */
export function probeText(probe: Probe): string {
  const timing =
    `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s ` +
    `#success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  return `${actionText(probe)} ${timing}`;
}

function actionText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec ${goList(exec.command)}`;
  if (httpGet !== undefined) {
    const { scheme = '', host = '', port, path = '' } = httpGet;
    return `http-get ${urlText(scheme.toLowerCase(), hostPort(host, String(port)), path)}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  if (grpc !== undefined) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`;
  return 'unknown';
}

/** Go's net.JoinHostPort. */
export const hostPort = (host: string, port: string): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Go's url.URL of a scheme, a host and a path: the path is escaped and gets its slash. */
function urlText(scheme: string, host: string, path: string): string {
  const escaped = path.replaceAll(/[^A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]]/g, (character) =>
    encodeURIComponent(character),
  );
  const slash = path !== '' && !path.startsWith('/') && host !== '' ? '/' : '';
  return `${scheme === '' ? '' : `${scheme}:`}//${host}${slash}${escaped}`;
}
