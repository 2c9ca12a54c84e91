import { createHash } from 'node:crypto';
import type { Service } from '../kinds/core/service/kind.ts';
import type { ServicePort } from '../kinds/core/service/types.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Names of chains may have 28 signs. */
const DIGITS = 16;

/** As kube-proxy's rules name a port: `default/web:http`. */
export const portName = ({ metadata }: Service, { name }: ServicePort): string =>
  `${metadata.namespace}/${metadata.name}${name ? `:${name}` : ''}`;

/** The chains of a port of a Service: to all its endpoints, to those of the node, and from outside. */
export function chainsOf(service: Service, port: ServicePort) {
  const digest = base32(`${portName(service, port)}${port.protocol.toLowerCase()}`);
  return { cluster: `KUBE-SVC-${digest}`, local: `KUBE-SVL-${digest}`, external: `KUBE-EXT-${digest}` };
}

/** The chain that leads to one endpoint, `10.244.1.2:80`. */
export const endpointChain = (service: Service, port: ServicePort, endpoint: string): string =>
  `KUBE-SEP-${base32(`${portName(service, port)}${port.protocol.toLowerCase()}${endpoint}`)}`;

/** The first digits of a text's SHA-256, as kube-proxy makes names of chains. */
function base32(text: string): string {
  const bits = [...createHash('sha256').update(text).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return Array.from(
    { length: DIGITS },
    (_, i) => ALPHABET[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)],
  ).join('');
}
