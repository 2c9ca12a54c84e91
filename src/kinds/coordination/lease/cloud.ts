import type { Ref } from '../../../machinery/object-meta.ts';

/** The lease of whoever leads the cloud-controller-manager: where there is one, a cloud is behind the cluster. */
export const CLOUD_LEASE: Ref = { namespace: 'kube-system', name: 'cloud-controller-manager' };

export const isCloudLease = ({
  namespace,
  name,
}: {
  readonly namespace?: string;
  readonly name: string;
}): boolean => namespace === CLOUD_LEASE.namespace && name === CLOUD_LEASE.name;
