import type { Pod } from '../kinds/core/pod/types.ts';
import type { FileSystem } from '../shell/file-system.ts';
import type { Page } from '../shell/network.ts';
import type { Question } from './images/answers.ts';
import { answerOf, imageOf } from './images/index.ts';
import { APACHE_PAGE, NGINX_PAGE } from './images/web-servers.ts';

/** A server of web pages: where its pages are, and the first one it comes with. */
interface Server {
  readonly program: string;
  readonly root: string;
  readonly first: string;
  readonly problem: (title: string) => string;
  /** What it says of methods that change something. */
  readonly notAllowed: string;
}

const SERVERS: readonly Server[] = [
  {
    program: 'nginx',
    root: '/usr/share/nginx/html',
    first: NGINX_PAGE,
    problem: (title) =>
      `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n<hr><center>nginx/1.27.0</center>\n</body>\n</html>\n`,
    notAllowed: '405 Not Allowed',
  },
  {
    program: 'httpd-foreground',
    root: '/usr/local/apache2/htdocs',
    first: APACHE_PAGE,
    problem: (title) =>
      `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title.slice(4)}</h1>\n</body></html>\n`,
    notAllowed: '405 Method Not Allowed',
  },
];

/** What is asked for, and by whom. */
export interface Request extends Pick<Question, 'port' | 'path' | 'host' | 'client'> {
  /** GET unless said. */
  readonly method?: string;
}

/** The files of a container, where they are known: those of other pods are taken as their image brings them. */
export type FilesOf = (pod: Pod, container: string) => FileSystem | undefined;

const READS: readonly string[] = ['GET', 'HEAD'];

/** What a web server of the pod answers: known ones show their pages, all others an empty one. */
export function pageOf(pod: Pod | undefined, request: Request, filesOf: FilesOf): Page {
  const { port, path, method = 'GET' } = request;
  for (const container of pod?.spec.containers ?? []) {
    const { name, image = '', ports = [] } = container;
    const { programs } = imageOf(image);
    const answer = answerOf(image);
    const mayListen = ports.length === 0 || ports.some(({ containerPort }) => containerPort === port);
    if (pod !== undefined && answer !== undefined && mayListen)
      return { status: 200, body: answer({ pod, container, ...request }) };
    const server = SERVERS.find(({ program }) => programs.has(program));
    const isIts = port === 80 || ports.some(({ containerPort }) => containerPort === port);
    if (pod !== undefined && server !== undefined && isIts)
      return READS.includes(method)
        ? served(server, path.replace(/[?#].*$/, ''), filesOf(pod, name))
        : { status: 405, body: server.problem(server.notAllowed) };
  }
  return { status: 200, body: '' };
}

function served({ root, first, problem }: Server, path: string, files: FileSystem | undefined): Page {
  const isFirst = path.endsWith('/');
  const found = files?.find(`${root}${path}${isFirst ? 'index.html' : ''}`)?.node;
  if (found?.type === 'file') return { status: 200, body: found.text };
  if (files === undefined && (path === '/' || path === '/index.html')) return { status: 200, body: first };
  const isForbidden = isFirst && files?.find(`${root}${path}`) !== undefined;
  return isForbidden
    ? { status: 403, body: problem('403 Forbidden') }
    : { status: 404, body: problem('404 Not Found') };
}
