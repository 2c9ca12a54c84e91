import type { Container, Pod } from '../../kinds/core/pod/types.ts';
import { tagOf } from './image.ts';

/** A request as the server of a container sees it. */
export interface Question {
  readonly pod: Pod;
  readonly container: Container;
  readonly port: number;
  readonly path: string;
  /** As the client wrote it. */
  readonly host: string;
  /** The client's address. */
  readonly client: string;
}

/** What a server says. */
export type Answer = (question: Question) => string;

/** `1.0` calls itself 1.0.0. */
const helloApp: Answer = ({ pod, container }) => {
  const version = /^\d+\.\d+$/.test(tagOf(container.image)) ? `${tagOf(container.image)}.0` : '1.0.0';
  return `Hello, world!\nVersion: ${version}\nHostname: ${pod.metadata.name}\n`;
};

const bootcamp: Answer = ({ pod, container }) =>
  `Hello Kubernetes bootcamp! | Running on: ${pod.metadata.name} | v=${tagOf(container.image).replace(/^v/, '')}\n`;

const kubia: Answer = ({ pod }) => `You've hit ${pod.metadata.name}\n`;

/** hashicorp/http-echo says what its flag `-text` says. */
const httpEcho: Answer = ({ container: { command = [], args = [] } }) => {
  const words = [...command, ...args];
  const place = words.findIndex((word) => /^--?text(?:=|$)/.test(word));
  const text = words[place]?.split(/=(.*)/s)[1] ?? words[place + 1];
  return place < 0 || text === undefined ? 'hello-world\n' : `${text.replace(/^"(.*)"$/s, '$1')}\n`;
};

/** The first echoserver, a script of nginx. */
const echoServer: Answer = ({ path, host, port, client }) =>
  `CLIENT VALUES:
client_address=${client}
command=GET
real path=${path}
query=${path.split('?')[1] ?? 'nil'}
request_version=1.1
request_uri=http://${host}:${port}${path}

SERVER VALUES:
server_version=nginx: 1.10.0 - lua: 10001

HEADERS RECEIVED:
accept=*/*
host=${host}
BODY:
-no body in request-`;

/** agnhost's `netexec` and `serve-hostname`. */
const agnhost: Answer = ({ pod, path, client, container: { args = [], command = [] } }) => {
  const what = [...command, ...args].find((word) => !/agnhost$/.test(word));
  const name = pod.metadata.name;
  if (what === 'serve-hostname') return name;
  if (what !== 'netexec') return '';
  const pages: Readonly<Record<string, string>> = {
    '/hostname': name,
    '/hostName': name,
    '/clientip': `${client}:40000`,
  };
  return pages[path] ?? '';
};

/** Small servers that lessons ask for what they say, by the last parts of their images' names. */
export const answers: Readonly<Record<string, Answer>> = {
  'hello-app': helloApp,
  'kubernetes-bootcamp': bootcamp,
  'luksa/kubia': kubia,
  'hashicorp/http-echo': httpEcho,
  'registry.k8s.io/echoserver': echoServer,
  'google_containers/echoserver': echoServer,
  agnhost,
};
