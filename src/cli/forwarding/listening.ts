import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { ListenAddress } from '../../kubectl/commands/port-forward/addresses.ts';
import type { ForwardedPort } from '../../kubectl/commands/port-forward/ports.ts';
import { listenFault } from '../listen-fault.ts';

/** Who listens at a port of this machine, at as many addresses as there could be listened at. */
export interface Listening {
  readonly port: ForwardedPort;
  readonly servers: readonly Server[];
  /** Why that is too few of them; '' where it is enough. */
  readonly fault: string;
}

/** Listens at each of the addresses; a port that is chosen at the first one is that of all others, too. */
export async function listenAt(
  asked: ForwardedPort,
  addresses: readonly ListenAddress[],
  onListening: (place: string, port: ForwardedPort) => void,
  onConnection: (socket: Socket, port: ForwardedPort) => void,
): Promise<Listening> {
  let port = asked;
  const servers: Server[] = [];
  const faults: string[] = [];
  const failed = new Set<ListenAddress['fails']>();
  const heard = new Set<ListenAddress['fails']>();
  for (const { address, network, fails } of addresses) {
    try {
      const server = await listen(address, network, port.local);
      port = { ...port, local: (server.address() as AddressInfo).port };
      onListening(hostPort(address, port.local), port);
      const { local, remote } = port;
      server.on('connection', (socket) => onConnection(socket, { local, remote }));
      servers.push(server);
      heard.add(fails);
    } catch (error) {
      faults.push(`unable to create listener: Error ${(error as Error).message}`);
      failed.add(fails);
    }
  }
  const isTooFew = failed.has('alone') || (failed.has('with all') && !heard.has('with all'));
  const fault = `Listeners failed to create with the following errors: [${faults.join(' ')}]`;
  return { port, servers, fault: isTooFew ? fault : '' };
}

function listen(address: string, network: ListenAddress['network'], port: number): Promise<Server> {
  // Who has said all that he wants to say still hears the answer.
  const server = createServer({ allowHalfOpen: true });
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(listenFault(error, `${network} ${hostPort(address, port)}`))),
    );
    server.listen({ host: address, port, ipv6Only: network === 'tcp6' }, () => resolve(server));
  });
}

/** net.JoinHostPort. */
const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
