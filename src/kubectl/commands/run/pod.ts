import { relaxedEnvironmentName } from '../../../machinery/value-rules.ts';
import { CommandError } from '../../command.ts';
import { labelsFrom } from '../../labels.ts';
import { parsePairs } from '../../pairs.ts';
import type { AnyObject } from '../../resources/object.ts';
import { type Naming, newMetadata, newObject } from '../create/generator.ts';

export interface PodOptions {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly labels: string;
  readonly annotations: readonly string[];
  readonly env: readonly string[];
  readonly port: string;
  readonly restart: string;
  readonly privileged: boolean;
  readonly stdin: boolean;
  readonly leaveStdinOpen: boolean;
  readonly tty: boolean;
  readonly command: boolean;
  readonly words: readonly string[];
}

/** The pod `kubectl run` makes, its fields in the order of Kubernetes' types. */
export function newPod(options: PodOptions, naming: Naming): AnyObject {
  const environment = options.env.map(variable);
  const annotations = parsePairs(options.annotations, 'annotations').set;
  const labels = options.labels === '' ? { run: naming.name } : labelsFrom(options.labels);
  const ports = options.port === '' ? [] : [{ containerPort: portNumber(options.port) }];
  return newObject('v1', 'Pod', {
    metadata: newMetadata(naming, { labels, annotations }),
    spec: {
      containers: [container(options, naming.name, environment, ports)],
      restartPolicy: options.restart,
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  });
}

function container(
  { image, imagePullPolicy, privileged, stdin, leaveStdinOpen, tty, command, words }: PodOptions,
  name: string,
  env: readonly unknown[],
  ports: readonly unknown[],
) {
  return {
    name,
    image,
    ...(words.length === 0 ? {} : command ? { command: words } : { args: words }),
    ...(ports.length === 0 ? {} : { ports }),
    ...(env.length === 0 ? {} : { env }),
    resources: {},
    ...(imagePullPolicy === '' ? {} : { imagePullPolicy }),
    ...(privileged ? { securityContext: { privileged } } : {}),
    ...(stdin ? { stdin } : {}),
    ...(stdin && !leaveStdinOpen ? { stdinOnce: true } : {}),
    ...(tty ? { tty } : {}),
  };
}

function variable(word: string) {
  const at = word.indexOf('=');
  const name = word.slice(0, at);
  if (at <= 0 || relaxedEnvironmentName(name).length > 0) throw new CommandError(`invalid env: ${word}`);
  const value = word.slice(at + 1);
  return { name, ...(value === '' ? {} : { value }) };
}

/** strconv.Atoi. */
export function portNumber(word: string): number {
  if (/^[-+]?[0-9]+$/.test(word)) return Number(word);
  throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`);
}

/** The service that `--expose` adds. */
export function newPodService({ labels, port }: PodOptions, naming: Naming): AnyObject {
  const number = portNumber(port);
  const marks = labels === '' ? undefined : labelsFrom(labels);
  return newObject('v1', 'Service', {
    metadata: newMetadata(naming, marks === undefined ? {} : { labels: marks }),
    spec: {
      ports: [{ protocol: 'TCP', port: number, targetPort: number }],
      selector: marks ?? { run: naming.name },
    },
    status: { loadBalancer: {} },
  });
}
