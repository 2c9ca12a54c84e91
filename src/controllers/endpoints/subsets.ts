import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../kinds/core/endpoints/types.ts';
import type { Service } from '../../kinds/core/service/kind.ts';
import { repacked } from '../pod-control/endpoint-subsets.ts';
import { type Backing, portsOn, type ResolvedPort, targetRefOf } from '../pod-control/service-endpoints.ts';

/** The addresses behind a Service and their ports; terminating pods are left out unless everything is published (P-9). */
export function subsetsOf(service: Service, backings: readonly Backing[]): readonly EndpointSubset[] {
  const isBare = (service.spec.ports ?? []).length === 0;
  if (isBare && service.spec.clusterIP !== 'None') return [];
  const published = backings.filter(
    ({ terminating }) => !terminating || service.spec.publishNotReadyAddresses === true,
  );
  const subsets = published.flatMap((backing): readonly EndpointSubset[] => {
    const ports = portsOn(service, backing.pod).map(endpointPort);
    if (ports.length === 0 && !isBare) return [];
    const address = addressOf(backing);
    return [backing.ready ? { addresses: [address], ports } : { notReadyAddresses: [address], ports }];
  });
  return repacked(subsets);
}

function addressOf({ pod, ip, hostname }: Backing): EndpointAddress {
  const { nodeName } = pod.spec;
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: targetRefOf(pod),
  };
}

function endpointPort({ name, port, protocol, appProtocol }: ResolvedPort): EndpointPort {
  return {
    ...(name === '' ? {} : { name }),
    port,
    protocol,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}
