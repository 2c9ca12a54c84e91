import { type FieldError, forbidden, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { dns1123Subdomain, qualifiedName } from '../../../machinery/names.ts';
import { portNumber } from '../../../machinery/value-rules.ts';
import { parseIp, reachableIp, validCidr, validIp } from '../../validation/addresses.ts';
import { validateLabels } from '../../validation/labels.ts';
import { addressFaults, validateClusterIPsUpdate } from './address-validation.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheckPort } from './conditions.ts';
import { validateNoDuplicates, validatePorts } from './port-validation.ts';
import type { LoadBalancerIngress, Service, ServiceSpec } from './types.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];

/** ValidateServiceCreate. Faults of the addresses come alone: the allocator finds them before validation begins. */
export function validate(service: Service): readonly FieldError[] {
  return validateService(service);
}

function validateService(service: Service, before?: Service): readonly FieldError[] {
  const { spec } = service;
  const refused = addressFaults(spec, before?.spec);
  if (refused.length > 0) return refused;
  return [
    ...validateTopologyMode(service),
    ...validateType(spec),
    ...validatePorts(spec.ports ?? []),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(spec),
    ...validateExternalIPs(spec, before?.spec),
    ...(TYPES.includes(spec.type) ? [] : [unsupported('spec.type', spec.type, TYPES)]),
    ...validateNodePorts(spec),
    ...validateNoDuplicates(spec.ports ?? []),
    ...validateSourceRanges(service, before),
    ...validateLoadBalancerFields(spec),
    ...validateTrafficPolicies(spec),
  ];
}

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

function validateTopologyMode({ metadata: { annotations = {} } }: Service): readonly FieldError[] {
  const hints = annotations[TOPOLOGY_HINTS];
  const mode = annotations[TOPOLOGY_MODE];
  if (hints === undefined || mode === undefined || hints === mode) return [];
  const field = `metadata.annotations[${TOPOLOGY_MODE}]`;
  return [invalid(field, mode, `must match annotations[${TOPOLOGY_HINTS}] when both are specified`)];
}

function validateType(spec: ServiceSpec): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (!spec.ports?.length && !isHeadless(spec) && spec.type !== 'ExternalName')
    faults.push(required('spec.ports'));
  if (isHeadless(spec) && (spec.type === 'LoadBalancer' || spec.type === 'NodePort')) {
    faults.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  }
  return spec.type === 'ExternalName' ? [...faults, ...validateExternalName(spec)] : faults;
}

function validateExternalName(spec: ServiceSpec): readonly FieldError[] {
  const faults: FieldError[] = [];
  const why = 'may not be set for ExternalName services';
  if (spec.clusterIPs?.length) faults.push(forbidden('spec.clusterIPs', why));
  if (spec.ipFamilies?.length) faults.push(forbidden('spec.ipFamilies', why));
  if (spec.ipFamilyPolicy !== undefined) faults.push(forbidden('spec.ipFamilyPolicy', why));
  // A trailing dot marks a name that is complete.
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') return [...faults, required('spec.externalName')];
  return [...faults, ...dns1123Subdomain(name).map((text) => invalid('spec.externalName', name, text))];
}

function validateAffinity({
  sessionAffinity,
  sessionAffinityConfig: config,
}: ServiceSpec): readonly FieldError[] {
  const field = 'spec.sessionAffinityConfig';
  switch (sessionAffinity) {
    case 'None': {
      if (config === undefined) return [];
      return [forbidden(field, 'must not be set when session affinity is None')];
    }
    case 'ClientIP': {
      const timeout = config?.clientIP?.timeoutSeconds;
      if (timeout === undefined) return [required(field, 'when session affinity type is ClientIP')];
      if (timeout > 0 && timeout <= 86_400) return [];
      return [
        invalid(`${field}.clientIP.timeoutSeconds`, timeout, 'must be greater than 0 and less than 86400'),
      ];
    }
    default:
      return [unsupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None'])];
  }
}

function validateExternalIPs({ externalIPs = [] }: ServiceSpec, before?: ServiceSpec): readonly FieldError[] {
  return externalIPs.flatMap((address, i) => {
    const faults = validIp(address, `spec.externalIPs[${i}]`, before?.externalIPs);
    return faults.length > 0 ? faults : reachableIp(address, `spec.externalIPs[${i}]`);
  });
}

function validateNodePorts({ type, ports = [] }: ServiceSpec): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (type === 'ClusterIP') {
    ports.forEach(({ nodePort }, i) => {
      if (nodePort)
        faults.push(forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  }
  return faults;
}

const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

function validateSourceRanges({ metadata, spec }: Service, before?: Service): readonly FieldError[] {
  const { loadBalancerSourceRanges: ranges = [], type } = spec;
  const annotation = metadata.annotations?.[SOURCE_RANGES];
  // Upstream writes the path with a capital letter.
  const field =
    ranges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${SOURCE_RANGES}]`;
  if (ranges.length === 0 && annotation === undefined) return [];
  const misplaced = type === 'LoadBalancer' ? [] : [forbidden(field, ONLY_LOAD_BALANCER)];
  if (ranges.length > 0) {
    const old = before?.spec.loadBalancerSourceRanges?.map((range) => range.trim());
    return [...misplaced, ...ranges.flatMap((range, i) => validCidr(range.trim(), `${field}[${i}]`, old))];
  }
  if (before?.metadata.annotations?.[SOURCE_RANGES] === annotation || !annotation?.trim()) return misplaced;
  return [...misplaced, ...annotation.split(',').flatMap((range) => validCidr(range.trim(), field))];
}

function validateLoadBalancerFields(spec: ServiceSpec): readonly FieldError[] {
  const { type, allocateLoadBalancerNodePorts: allocate } = spec;
  const faults: FieldError[] = [];
  if (type === 'LoadBalancer' && allocate === undefined)
    faults.push(required('allocateLoadBalancerNodePorts'));
  if (type !== 'LoadBalancer' && allocate !== undefined) {
    faults.push(forbidden('spec.allocateLoadBalancerNodePorts', ONLY_LOAD_BALANCER));
  }
  return [...faults, ...validateClass(spec)];
}

function validateClass({ type, loadBalancerClass }: ServiceSpec): readonly FieldError[] {
  const field = 'spec.loadBalancerClass';
  if (loadBalancerClass === undefined) return [];
  if (type !== 'LoadBalancer') return [forbidden(field, ONLY_LOAD_BALANCER)];
  return qualifiedName(loadBalancerClass).map((text) => invalid(field, loadBalancerClass, text));
}

function validateTrafficPolicies(spec: ServiceSpec): readonly FieldError[] {
  return [
    ...validateExternalPolicy(spec),
    ...validateHealthCheckPort(spec),
    ...validateInternalPolicy(spec),
    ...validateDistribution(spec),
  ];
}

function validateExternalPolicy(spec: ServiceSpec): readonly FieldError[] {
  const field = 'spec.externalTrafficPolicy';
  const policy = spec.externalTrafficPolicy;
  if (!isExternallyAccessible(spec)) {
    return policy ? [invalid(field, policy, 'may only be set for externally-accessible services')] : [];
  }
  if (!policy) return [required(field)];
  return TRAFFIC_POLICIES.includes(policy) ? [] : [unsupported(field, policy, TRAFFIC_POLICIES)];
}

function validateHealthCheckPort(spec: ServiceSpec): readonly FieldError[] {
  const field = 'spec.healthCheckNodePort';
  const port = spec.healthCheckNodePort ?? 0;
  if (needsHealthCheckPort(spec)) {
    return port === 0 ? [required(field)] : portNumber(port).map((text) => invalid(field, port, text));
  }
  if (port === 0) return [];
  const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return [invalid(field, port, why)];
}

function validateInternalPolicy({ type, internalTrafficPolicy: policy }: ServiceSpec): readonly FieldError[] {
  const field = 'spec.internalTrafficPolicy';
  if (policy === undefined) return type === 'ExternalName' || !TYPES.includes(type) ? [] : [required(field)];
  return TRAFFIC_POLICIES.includes(policy) ? [] : [unsupported(field, policy, TRAFFIC_POLICIES)];
}

function validateDistribution({ trafficDistribution: wish }: ServiceSpec): readonly FieldError[] {
  if (wish === undefined || wish === 'PreferClose') return [];
  return [unsupported('spec.trafficDistribution', wish, ['PreferClose'])];
}

/** ValidateServiceUpdate. */
export function validateUpdate(service: Service, before: Service): readonly FieldError[] {
  return [
    ...validateClusterIPsUpdate(service.spec, before.spec),
    ...validateClassUpdate(service.spec, before.spec),
    ...validateHealthCheckPortUpdate(service.spec, before.spec),
    ...validateService(service, before),
  ];
}

function validateClassUpdate(spec: ServiceSpec, before: ServiceSpec): readonly FieldError[] {
  const bothBalance = spec.type === 'LoadBalancer' && before.type === 'LoadBalancer';
  if (!bothBalance || spec.loadBalancerClass === before.loadBalancerClass) return validateClass(spec);
  return [
    invalid('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'),
    ...validateClass(spec),
  ];
}

function validateHealthCheckPortUpdate(spec: ServiceSpec, before: ServiceSpec): readonly FieldError[] {
  const both = needsHealthCheckPort(spec) && needsHealthCheckPort(before);
  if (!both || spec.healthCheckNodePort === before.healthCheckNodePort) return [];
  return [forbidden('spec.healthCheckNodePort', 'field is immutable')];
}

/** ValidateServiceStatusUpdate. */
export function validateStatusUpdate({ spec, status }: Service, before: Service): readonly FieldError[] {
  const field = 'status.loadBalancer.ingress';
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (spec.type !== 'LoadBalancer') {
    return ingress.length === 0
      ? []
      : [forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  const old = before.status?.loadBalancer?.ingress?.flatMap(({ ip }) => (ip ? [ip] : []));
  return ingress.flatMap((place, i) => validateIngress(place, `${field}[${i}]`, old));
}

function validateIngress(
  { ip, ipMode, hostname }: LoadBalancerIngress,
  field: string,
  before?: readonly string[],
): readonly FieldError[] {
  const faults = ip ? [...validIp(ip, `${field}.ip`, before)] : [];
  if (ip && ipMode === undefined)
    faults.push(required(`${field}.ipMode`, 'must be specified when `ip` is set'));
  if (!ip && ipMode !== undefined) {
    faults.push(forbidden(`${field}.ipMode`, 'may not be specified when `ip` is not set'));
  } else if (ipMode !== undefined && ipMode !== 'VIP' && ipMode !== 'Proxy') {
    faults.push(unsupported(`${field}.ipMode`, ipMode, ['Proxy', 'VIP']));
  }
  if (!hostname) return faults;
  const named = dns1123Subdomain(hostname).map((text) => invalid(`${field}.hostname`, hostname, text));
  const isAddress = parseIp(hostname) !== undefined;
  const address = invalid(`${field}.hostname`, hostname, 'must be a DNS name, not an IP address');
  return [...faults, ...named, ...(isAddress ? [address] : [])];
}
