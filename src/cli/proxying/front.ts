import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Files } from '../../kubectl/command.ts';
import { type ProxyPlan, proxyRoute } from './route.ts';
import { fileAnswer, NOT_FOUND, type PlainAnswer, plainFault, redirection } from './static-files.ts';

const FORBIDDEN = plainFault(403, 'Forbidden');

/** A server before the API's: it lets through what the plan allows, and serves files beside it. */
export function createFront(api: Server, plan: ProxyPlan, files: Files): Server {
  /** The answer, or undefined for what goes on to the API with its address as the API knows it. */
  const answerTo = (message: IncomingMessage): PlainAnswer | undefined => {
    const { method = 'GET', url = '/', headers } = message;
    const route = proxyRoute({ method, url, host: headers.host ?? '' }, plan);
    switch (route.to) {
      case 'api':
        message.url = route.url;
        return undefined;
      case 'file':
        return fileAnswer(files, plan.folder, route.path, route.query);
      case 'redirect':
        return redirection(route.location);
      case 'refusal':
        return FORBIDDEN;
      case 'nothing':
        return NOT_FOUND;
    }
  };
  const server = createServer((message, response) => {
    const answer = answerTo(message);
    if (answer === undefined) api.emit('request', message, response);
    else send(response, answer);
  });
  server.on('upgrade', (message, socket, head) => {
    const answer = answerTo(message);
    const isTaken = answer === undefined && api.emit('upgrade', message, socket, head);
    if (!isTaken) socket.end(`HTTP/1.1 ${answer?.code ?? 400} \r\nConnection: close\r\n\r\n`);
  });
  return server;
}

function send(response: ServerResponse, { code, headers, body }: PlainAnswer): void {
  const bytes = Buffer.from(body);
  response.writeHead(code, { ...headers, 'Content-Length': bytes.length });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
