import { dns1123Subdomain } from '../../../machinery/names.ts';
import { portName, portNumber } from '../../../machinery/value-rules.ts';
import { type Command, UsageError } from '../../command.ts';
import { commandFamily } from '../../command-family.ts';
import { integer, list, text } from '../../flags.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

interface ServiceOptions {
  readonly type: ServiceType;
  readonly tcp: readonly string[];
  readonly clusterIP: string;
  readonly nodePort: number;
  readonly externalName: string;
}

const tcp = list('tcp', { help: 'Ports as port:targetPort.' });

const clusterip = service('ClusterIP', {
  name: 'clusterip',
  usage: 'clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
  short: 'Create a ClusterIP service',
  examples: [
    'kubectl create service clusterip web --tcp=80:8080',
    'kubectl create service clusterip db --clusterip="None"',
  ],
  flags: { tcp, clusterip: text('clusterip', { help: "The cluster IP, or 'None' for a headless service." }) },
  own: (given) => ({ clusterIP: String(given['clusterip'] ?? '') }),
});

const nodeport = service('NodePort', {
  name: 'nodeport',
  usage: 'nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  short: 'Create a NodePort service',
  examples: ['kubectl create service nodeport web --tcp=80:8080'],
  flags: { tcp, nodePort: integer('node-port', { help: 'The port on every node.' }) },
  own: (given) => ({ nodePort: Number(given['nodePort'] ?? 0) }),
});

const loadbalancer = service('LoadBalancer', {
  name: 'loadbalancer',
  usage: 'loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  short: 'Create a LoadBalancer service',
  examples: ['kubectl create service loadbalancer web --tcp=80:8080'],
  flags: { tcp },
  own: () => ({}),
});

const externalname = service('ExternalName', {
  name: 'externalname',
  usage: 'externalname NAME --external-name external.name [--dry-run=server|client|none]',
  short: 'Create an ExternalName service',
  examples: ['kubectl create service externalname shop --external-name shop.example.com'],
  flags: {
    tcp,
    externalName: text('external-name', { required: true, help: 'The name outside the cluster.' }),
  },
  own: (given) => ({ externalName: String(given['externalName'] ?? '') }),
});

/** `kubectl create service`. */
export const createService = commandFamily({
  name: 'service',
  aliases: ['svc'],
  usage: 'service [flags]',
  short: 'Create a service using a specified subcommand',
  helpTo: 'stderr',
  commands: [clusterip, externalname, loadbalancer, nodeport].map((command) => ({
    name: command.name,
    short: command.short,
    load: async () => command,
  })),
});

interface Form {
  readonly name: string;
  readonly usage: string;
  readonly short: string;
  readonly examples: readonly string[];
  readonly flags: Readonly<Record<string, typeof tcp | ReturnType<typeof text> | ReturnType<typeof integer>>>;
  /** The options only this type has. */
  readonly own: (given: Readonly<Record<string, unknown>>) => Partial<ServiceOptions>;
}

function service(type: ServiceType, { own, ...form }: Form): Command {
  return defineGenerator({
    ...form,
    complete: (given): ServiceOptions => {
      const ports = given['tcp'];
      const options = {
        type,
        tcp: Array.isArray(ports) ? ports.map(String) : [],
        clusterIP: '',
        nodePort: 0,
        externalName: '',
        ...own(given),
      };
      refuse(options);
      return options;
    },
    generate: (options, naming) => {
      const marks = { app: naming.name };
      const ports = options.tcp.map((pair) => portOf(pair, options.nodePort));
      return newObject('v1', 'Service', {
        metadata: newMetadata(naming, { labels: marks }),
        spec: {
          ...(ports.length === 0 ? {} : { ports }),
          selector: marks,
          ...(options.clusterIP === '' ? {} : { clusterIP: options.clusterIP }),
          type,
          ...(options.externalName === '' ? {} : { externalName: options.externalName }),
        },
        status: { loadBalancer: {} },
      });
    },
    failure: () => `failed to create ${type} service:`,
  });
}

function refuse({ type, clusterIP, tcp: ports, externalName }: ServiceOptions): void {
  if (clusterIP === 'None' && type !== 'ClusterIP') {
    throw new UsageError('ClusterIP=None can only be used with ClusterIP service type');
  }
  if (clusterIP !== 'None' && ports.length === 0 && type !== 'ExternalName') {
    throw new UsageError('at least one tcp port specifier must be provided');
  }
  if (type === 'ExternalName' && dns1123Subdomain(externalName).length > 0) {
    throw new UsageError(`invalid service external name ${externalName}`);
  }
}

function portOf(pair: string, nodePort: number) {
  const [first = '', second] = pair.split(':');
  const port = unsigned16(first);
  return {
    name: pair.replaceAll(':', '-'),
    protocol: 'TCP',
    port,
    targetPort: second === undefined ? port : targetPort(second),
    ...(nodePort === 0 ? {} : { nodePort }),
  };
}

/** strconv.ParseUint with 16 bits. */
function unsigned16(word: string): number {
  if (!/^[0-9]+$/.test(word))
    throw new UsageError(`strconv.ParseUint: parsing ${JSON.stringify(word)}: invalid syntax`);
  if (Number(word) > 65535) {
    throw new UsageError(`strconv.ParseUint: parsing ${JSON.stringify(word)}: value out of range`);
  }
  return Number(word);
}

function targetPort(word: string): number | string {
  const number = /^[-+]?[0-9]+$/.test(word) ? Number(word) : undefined;
  const faults = number === undefined ? portName(word) : portNumber(number);
  if (faults.length > 0) throw new UsageError(faults.join(','));
  return number ?? word;
}
