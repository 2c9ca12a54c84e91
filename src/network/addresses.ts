import { Node } from '../kinds/core/node/kind.ts';
import { isFinished } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { parseCidr, parseIp } from '../kinds/validation/addresses.ts';
import { type View, wasThere } from './view.ts';

/** The Service that has the address inside of the cluster: O(1). */
export const serviceAt = (address: string, view: View): Service | undefined => under(address, view)[0];

/** The Services that are reached from outside at the address: of load balancers, and external IPs. */
export const exposedAt = (address: string, view: View): readonly Service[] =>
  under(`external/${address}`, view);

/** The Services that have the port open on every node. */
export const nodePortServices = (port: number, view: View): readonly Service[] => under(String(port), view);

function under(word: string, view: View): readonly Service[] {
  return view.reader
    .list(Service, { under: { index: 'service-address', word } })
    .filter(({ metadata }) => wasThere(metadata, view));
}

export function nodeAt(address: string, { reader }: View): Node | undefined {
  return reader
    .list(Node)
    .find(({ status }) => status?.addresses?.some((own) => own.address === address) === true);
}

/** The pod that has the address of its own: looked for on the node whose range it is in. */
export function podAt(address: string, { reader }: View): Pod | undefined {
  const node = reader
    .list(Node)
    .find(({ spec }) => spec?.podCIDR !== undefined && contains(spec.podCIDR, address));
  if (node === undefined) return undefined;
  return reader
    .list(Pod, { node: node.metadata.name })
    .find((pod) => pod.status?.podIP === address && !isFinished(pod));
}

/** Whether the address is one of the range `10.244.1.0/24`. */
export function contains(range: string, address: string): boolean {
  const [parsed, own] = [parseCidr(range), parseIp(address)];
  if (parsed === undefined || own === undefined || parsed.address.family !== own.family) return false;
  const full = Math.floor(parsed.prefix / 8);
  if (parsed.address.bytes.slice(0, full).some((byte, index) => byte !== own.bytes[index])) return false;
  const bits = parsed.prefix % 8;
  const shift = 8 - bits;
  return bits === 0 || (parsed.address.bytes[full] ?? 0) >> shift === (own.bytes[full] ?? 0) >> shift;
}
