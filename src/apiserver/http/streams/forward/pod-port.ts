import { createHash } from 'node:crypto';
import { isFields } from '../../../../machinery/json.ts';
import type { Backstage } from '../../backstage.ts';
import type { Answered, Ask } from './visitor.ts';

/** Asks a pod, named by its path, by the way on which everybody asks a pod's servers: its proxy. */
export function askerOf({ handle }: Pick<Backstage, 'handle'>, pod: string): Ask {
  return async (port, address): Promise<Answered> => {
    const { pathname, searchParams } = new URL(address, 'http://localhost');
    const { code, body, date } = await handle({
      method: 'GET',
      path: `${pod}:${port}/proxy${pathname}`,
      query: Object.fromEntries(searchParams),
      accept: 'json',
      asWritten: true,
    });
    const message = isFields(body) ? String(body['message']) : '';
    const is = typeof body === 'string' ? 'page' : message.endsWith('EOF') ? 'silent' : 'refused';
    return { is, code, body: typeof body === 'string' ? body : '', date: new Date(date).toUTCString() };
  };
}

/** containerd's words when nothing listens. */
export function refusal(pod: string, port: number): string {
  const sandbox = createHash('sha256').update(pod).digest('hex');
  const parts = [
    sandbox.slice(0, 8),
    sandbox.slice(8, 12),
    sandbox.slice(12, 16),
    sandbox.slice(16, 20),
    sandbox.slice(20, 32),
  ];
  const place = `/var/run/netns/cni-${parts.join('-')}`;
  return `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace "${place}": failed to connect to localhost:${port} inside namespace "${sandbox}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found `;
}
