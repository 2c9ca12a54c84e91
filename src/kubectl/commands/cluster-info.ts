import type { Service } from '../../kinds/core/service/types.ts';
import { defineCommand } from '../command.ts';
import { serverOf } from '../kubeconfig.ts';
import { fetchList } from '../related.ts';

/** `kubectl cluster-info`. */
export const clusterInfo = defineCommand({
  name: 'cluster-info',
  group: 'Cluster Management Commands:',
  usage: 'cluster-info [flags]',
  short: 'Display cluster information',
  long: 'Display the addresses of the control plane and of services with the label kubernetes.io/cluster-service=true.',
  examples: ['# Where the control plane is', 'kubectl cluster-info'],
  flags: {},
  commands: [
    {
      name: 'dump',
      short: 'Dump relevant information for debugging and diagnosis',
      load: async () => (await import('./cluster-info/dump.ts')).dump,
    },
  ],
  complete: () => ({}),
  run: async (_options, context) => {
    const server = serverOf(context.config.kubeconfig);
    const { namespace, namespaceGiven } = context.config;
    const path = `/api/v1/namespaces/${namespaceGiven ? namespace : 'kube-system'}/services`;
    const services = await fetchList<Service>(
      context,
      path,
      { labelSelector: 'kubernetes.io/cluster-service=true' },
      0,
    );
    context.out.line(`Kubernetes control plane is running at ${server}`);
    for (const service of services) {
      const name = service.metadata.labels?.['kubernetes.io/name'] ?? service.metadata.name;
      context.out.line(`${name} is running at ${linkOf(service, server)}`);
    }
    context.out.write("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    return 0;
  },
});

function linkOf({ metadata, spec, status }: Service, server: string): string {
  const [ingress] = status?.loadBalancer?.ingress ?? [];
  if (ingress !== undefined) {
    const host = (ingress.ip ?? '') === '' ? (ingress.hostname ?? '') : (ingress.ip ?? '');
    return (spec.ports ?? []).map(({ port }) => `http://${host}:${port} `).join('');
  }
  const [port] = spec.ports ?? [];
  const secure = port !== undefined && (port.name === 'https' || port.port === 443);
  return `${server}/api/v1/namespaces/${metadata.namespace ?? ''}/services/${proxyName(metadata.name, secure, port?.name ?? '')}/proxy`;
}

/** `https:dashboard:web`, without the parts that are not needed. */
function proxyName(name: string, secure: boolean, port: string): string {
  if (secure) return `https:${name}:${port}`;
  return port === '' ? name : `${name}:${port}`;
}
