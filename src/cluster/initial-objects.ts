import type { Client } from '../client/client.ts';
import { ConfigMap } from '../kinds/core/configmap/kind.ts';
import { Endpoints } from '../kinds/core/endpoints/kind.ts';
import { Namespace } from '../kinds/core/namespace/kind.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { EndpointSlice } from '../kinds/discovery/endpointslice/kind.ts';
import { PriorityClass } from '../kinds/scheduling/priorityclass/kind.ts';
import { StorageClass } from '../kinds/storage/storageclass/kind.ts';
import { startCloud } from './cloud.ts';
import { registerNode } from './nodes.ts';
import type { Settings } from './settings.ts';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;
/** Where the API server of a new cluster answers: the first node. */
const API_ADDRESS = '192.168.1.10';
const API_PORT = 6443;

/** Makes what a new cluster has before anybody has asked for anything. */
export function createInitialObjects(client: Client, settings: Settings): void {
  for (const name of NAMESPACES)
    client.create(Namespace, { metadata: { name }, spec: { finalizers: ['kubernetes'] } });
  createPriorityClasses(client);
  createApiService(client);
  createStorageClass(client);
  client.create(ConfigMap, {
    metadata: { namespace: 'kube-public', name: 'cluster-info' },
    data: { kubeconfig: 'apiVersion: v1\nkind: Config\n' },
  });
  if (settings.cloud === true) startCloud(client);
  const { cpu, memory, pods, kubelet } = settings;
  settings.nodes.forEach(({ name, role }, index) => {
    registerNode(client, name, { index, role, cpu, memory, pods }, kubelet);
  });
}

function createPriorityClasses(client: Client): void {
  const classes = [
    {
      name: 'system-cluster-critical',
      value: 2_000_000_000,
      description:
        'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    },
    {
      name: 'system-node-critical',
      value: 2_000_001_000,
      description: 'Used for system critical pods that must not be moved from their current node.',
    },
  ];
  for (const { name, value, description } of classes) {
    client.create(PriorityClass, {
      metadata: { name },
      value,
      description,
      preemptionPolicy: 'PreemptLowerPriority',
    });
  }
}

function createApiService(client: Client): void {
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  client.create(Service, {
    metadata: { namespace: 'default', name: 'kubernetes', labels },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: API_PORT }],
    },
  });
  client.create(Endpoints, {
    metadata: {
      namespace: 'default',
      name: 'kubernetes',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [
      { addresses: [{ ip: API_ADDRESS }], ports: [{ name: 'https', port: API_PORT, protocol: 'TCP' }] },
    ],
  });
  client.create(EndpointSlice, {
    metadata: {
      namespace: 'default',
      name: 'kubernetes',
      labels: { 'kubernetes.io/service-name': 'kubernetes' },
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: [API_ADDRESS], conditions: { ready: true } }],
    ports: [{ name: 'https', port: API_PORT, protocol: 'TCP' }],
  });
}

function createStorageClass(client: Client): void {
  client.create(StorageClass, {
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/host-path',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  });
}
