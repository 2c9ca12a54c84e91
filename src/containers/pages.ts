import type { Pod } from '../kinds/core/pod/types.ts';
import type { Page } from '../shell/network.ts';
import { imageOf } from './images/index.ts';

const NGINX =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n';
const NGINX_MISSING =
  '<html>\n<head><title>404 Not Found</title></head>\n<body>\n<center><h1>404 Not Found</h1></center>\n<hr><center>nginx/1.27.0</center>\n</body>\n</html>\n';
const APACHE = '<html><body><h1>It works!</h1></body></html>\n';

/** What a web server of the pod answers: known ones show their first page, all others nothing at all. */
export function pageOf(pod: Pod | undefined, port: number, path: string): Page {
  const containers = pod?.spec.containers ?? [];
  const has = (server: string): boolean =>
    containers.some(
      ({ image = '', ports = [] }) =>
        imageOf(image).programs.has(server) &&
        (port === 80 || ports.some(({ containerPort }) => containerPort === port)),
    );
  if (has('nginx'))
    return path === '/' || path === '/index.html'
      ? { status: 200, body: NGINX }
      : { status: 404, body: NGINX_MISSING };
  return { status: 200, body: has('httpd-foreground') ? APACHE : '' };
}
