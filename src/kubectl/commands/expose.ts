import { parseIntOrString } from '../../machinery/int-or-string.ts';
import { changeCause, createObject, withChangeCause } from '../change.ts';
import { CommandError, defineCommand } from '../command.ts';
import {
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  filenameFlags,
  fileOptions,
  printFlags,
  recordFlags,
  saveConfigFlags,
} from '../flag-groups.ts';
import { type FlagValues, text } from '../flags.ts';
import { labelsFrom } from '../labels.ts';
import { resultPrinter } from '../output/printer.ts';
import { overridden, overrideFlags } from '../overrides.ts';
import { select } from '../resources/builder.ts';
import { mapperOf } from '../resources/mapper.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Info } from '../resources/selection.ts';
import { newMetadata, newObject, withConfig } from './create/generator.ts';
import { type ExposeFace, exposable } from './expose/faces.ts';
import { portNumber } from './run/pod.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('naming the resource to expose'),
  ...dryRunFlags,
  ...saveConfigFlags,
  ...fieldManagerFlags('kubectl-expose'),
  ...recordFlags,
  ...overrideFlags,
  clusterIp: text('cluster-ip', { help: "The cluster IP; 'None' makes a headless service." }),
  externalIp: text('external-ip', { help: 'An IP from outside that leads to the service, too.' }),
  labels: text('labels', { short: 'l', help: 'Labels of the service, comma-separated.' }),
  loadBalancerIp: text('load-balancer-ip', { help: 'The IP of the load balancer.' }),
  name: text('name', { help: 'The name of the service.' }),
  port: text('port', { help: 'The port of the service; that of the resource unless told otherwise.' }),
  protocol: text('protocol', { help: "The protocol; 'TCP' unless told otherwise." }),
  selector: text('selector', { help: 'Labels of the pods; those of the resource unless told otherwise.' }),
  sessionAffinity: text('session-affinity', { help: "'None' or 'ClientIP'." }),
  targetPort: text('target-port', { help: 'Port of the container, by name or number.' }),
  type: text('type', {
    help: "ClusterIP, NodePort, LoadBalancer or ExternalName; 'ClusterIP' unless told otherwise.",
  }),
};
type Given = FlagValues<typeof flags>;

/** `kubectl expose`. */
export const expose = defineCommand({
  name: 'expose',
  group: 'Basic Commands (Beginner):',
  usage:
    'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] ' +
    '[--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short:
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  examples: [
    'kubectl expose deployment web --port=80 --target-port=8080',
    'kubectl expose pod web --port=80 --name=frontend --type=NodePort',
  ],
  flags,
  complete: (args, given, invocation) => ({
    ...given,
    args,
    files: fileOptions(given),
    dryRun: dryRunOf(given.dryRun),
    enforceNamespace: invocation.given('namespace'),
    cause: changeCause(given.record, invocation),
  }),
  run: async (options, context) => {
    const { args, files, enforceNamespace, dryRun, fieldManager } = options;
    const print = await resultPrinter(options, `exposed${dryRunSuffix(dryRun)}`, context.files, 'given');
    const selection = await select(context, { args, files, enforceNamespace, continueOnError: true });
    const namespace = enforceNamespace ? context.config.namespace : undefined;
    await selection.visit(async (info) => {
      const plain = newService(info, options, dryRun === 'client' ? namespace : undefined);
      const service = withChangeCause(overridden(plain, options, context), options.cause);
      context.out.write(print(dryRun === 'client' ? service : await sent(service)));
    });
    return 0;

    async function sent(service: AnyObject): Promise<AnyObject> {
      const mapping = await mapperOf(context).forKind(service.apiVersion, service.kind);
      const object = options.saveConfig ? withConfig(service) : service;
      return createObject(context, mapping, context.config.namespace, object, { dryRun, fieldManager });
    }
  },
});

/** Longest name of a service. */
const NAME_LENGTH = 63;

function newService(info: Info, given: Omit<Given, 'dryRun'>, namespace: string | undefined): AnyObject {
  const object = info.object as AnyObject;
  const face = faceOf(info);
  const selector = given.selector === '' ? face.selector(object) : labelsFrom(given.selector);
  if (Object.keys(selector).length === 0) throw new CommandError('selector must be specified');
  const found = face.ports(object);
  const ports = portsOf(given, found);
  const labels = given.labels === '' ? (object.metadata.labels ?? {}) : labelsFrom(given.labels);
  const name = given.name === '' ? info.name.slice(0, NAME_LENGTH) : given.name;
  return newObject('v1', 'Service', {
    metadata: newMetadata({ name, namespace }, { labels }),
    spec: {
      ...(ports.length === 0 ? {} : { ports: withTargets(ports, given.targetPort) }),
      selector,
      ...(given.clusterIp === '' ? {} : { clusterIP: given.clusterIp }),
      ...(given.type === '' ? {} : { type: given.type }),
      ...(given.externalIp === '' ? {} : { externalIPs: [given.externalIp] }),
      ...affinity(given.sessionAffinity),
      ...(given.type === 'LoadBalancer' && given.loadBalancerIp !== ''
        ? { loadBalancerIP: given.loadBalancerIp }
        : {}),
    },
    status: { loadBalancer: {} },
  });
}

function faceOf({ mapping }: Info): ExposeFace {
  const word = mapping.group === '' ? mapping.kind : `${mapping.kind}.${mapping.group}`;
  const face = exposable[word];
  if (face === undefined) throw new CommandError(`cannot expose a ${word}`);
  return face;
}

interface Port {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
}

/** The ports asked for, else those the resource listens on; several get names. */
function portsOf(
  { port, protocol, clusterIp }: Omit<Given, 'dryRun'>,
  found: ReadonlyMap<string, readonly string[]>,
): readonly Port[] {
  const numbers = port === '' ? [...found.keys()] : port.split(',');
  if (numbers.length === 0 && clusterIp !== 'None') {
    throw new CommandError("couldn't find port via --port flag or introspection");
  }
  return numbers.flatMap((word, i): Port[] => {
    const number = portNumber(word);
    const name = numbers.length > 1 ? { name: `port-${i + 1}` } : {};
    const protocols = protocol === '' ? (found.get(word) ?? ['TCP']) : [protocol];
    if (protocols.length === 1) return [{ ...name, protocol: protocols[0] ?? 'TCP', port: number }];
    return protocols.map((one) => ({
      name: `port-${i + 1}-${one.toLowerCase()}`,
      protocol: one,
      port: number,
    }));
  });
}

function withTargets(ports: readonly Port[], target: string) {
  return ports.map((port) => ({ ...port, targetPort: target === '' ? port.port : parseIntOrString(target) }));
}

function affinity(word: string) {
  if (word === '') return {};
  if (word !== 'None' && word !== 'ClientIP') throw new CommandError(`unknown session affinity: ${word}`);
  return { sessionAffinity: word };
}
