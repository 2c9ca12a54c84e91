import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { portName, portNumber } from '../../../machinery/value-rules.ts';
import { formatIp, parseCidr, validCidr } from '../../validation/addresses.ts';
import { showStrings } from '../../validation/go-values.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from './types.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

/** ValidateNetworkPolicySpec. */
export function validate({ spec }: NetworkPolicy): readonly FieldError[] {
  const { ingress = [], egress = [], policyTypes = [] } = spec ?? {};
  const rule = (
    ports: readonly NetworkPolicyPort[] = [],
    peers: readonly NetworkPolicyPeer[] = [],
    field: string,
    word: string,
  ): readonly FieldError[] => [
    ...ports.flatMap((port, i) => validatePort(port, `${field}.ports[${i}]`)),
    ...peers.flatMap((peer, i) => validatePeer(peer, `${field}.${word}[${i}]`)),
  ];
  return [
    ...validateLabelSelector(spec?.podSelector, 'spec.podSelector'),
    ...ingress.flatMap(({ ports, from }, i) => rule(ports, from, `spec.ingress[${i}]`, 'from')),
    ...egress.flatMap(({ ports, to }, i) => rule(ports, to, `spec.egress[${i}]`, 'to')),
    ...validateTypes(policyTypes),
  ];
}

function validateTypes(types: readonly string[]): readonly FieldError[] {
  const field = 'spec.policyTypes';
  if (types.length > TYPES.length) {
    const shown = showStrings(types, 'networking.PolicyType');
    return [invalidShown(field, shown, 'may not specify more than two policyTypes')];
  }
  return types.flatMap((type, i) =>
    TYPES.includes(type) ? [] : [unsupported(`${field}[${i}]`, type, TYPES)],
  );
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, field: string): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    faults.push(unsupported(`${field}.protocol`, protocol, PROTOCOLS));
  }
  const end = `${field}.endPort`;
  if (typeof port === 'number') {
    faults.push(...portNumber(port).map((text) => invalid(`${field}.port`, port, text)));
    if (endPort === undefined) return faults;
    if (endPort < port) faults.push(invalid(end, port, 'must be greater than or equal to `port`'));
    return [...faults, ...portNumber(endPort).map((text) => invalid(end, endPort, text))];
  }
  if (endPort !== undefined) {
    const state = port === undefined ? 'not specified' : 'non-numeric';
    faults.push(invalid(end, endPort, `may not be specified when \`port\` is ${state}`));
  }
  if (port === undefined) return faults;
  return [...faults, ...portName(port).map((text) => invalid(`${field}.port`, port, text))];
}

function validatePeer(peer: NetworkPolicyPeer, field: string): readonly FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const isNothing = podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined;
  const isMixed = ipBlock !== undefined && (podSelector !== undefined || namespaceSelector !== undefined);
  return [
    ...validateLabelSelector(podSelector, `${field}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...(ipBlock === undefined ? [] : validateBlock(ipBlock, `${field}.ipBlock`)),
    ...(isNothing ? [required(field, 'must specify a peer')] : []),
    ...(isMixed ? [forbidden(field, 'may not specify both ipBlock and another peer')] : []),
  ];
}

function validateBlock(
  { cidr, except = [] }: NonNullable<NetworkPolicyPeer['ipBlock']>,
  field: string,
): readonly FieldError[] {
  if (!cidr) return [required(`${field}.cidr`)];
  const faults = validCidr(cidr, `${field}.cidr`);
  if (parseCidr(cidr) === undefined) return faults;
  return [
    ...faults,
    ...except.flatMap((range, i) => {
      const path = `${field}.except[${i}]`;
      const malformed = validCidr(range, path);
      if (malformed.length > 0 || isStrictlyInside(range, cidr)) return malformed;
      return [invalid(path, range, 'must be a strict subset of `cidr`')];
    }),
  ];
}

function isStrictlyInside(range: string, whole: string): boolean {
  const inner = parseCidr(range);
  const outer = parseCidr(whole);
  if (inner === undefined || outer === undefined || inner.prefix <= outer.prefix) return false;
  const cut = parseCidr(`${formatIp(inner.network)}/${outer.prefix}`);
  return cut !== undefined && formatIp(cut.network) === formatIp(outer.network);
}
