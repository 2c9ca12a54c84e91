import type { Pod } from '../../../kinds/core/pod/types.ts';
import { seconds } from '../../../machinery/instant.ts';
import { fetchObject } from '../../api.ts';
import { type Context, defineCommand } from '../../command.ts';
import { asError } from '../../errors.ts';
import { printFlags } from '../../flag-groups.ts';
import { bool, duration, list, text } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import type { AnyObject } from '../../resources/object.ts';

/** What is dumped of each namespace: the name of the file, and where the server has it. */
const DUMPED = [
  ['events', 'api/v1', 'events'],
  ['replication-controllers', 'api/v1', 'replicationcontrollers'],
  ['services', 'api/v1', 'services'],
  ['daemonsets', 'apis/apps/v1', 'daemonsets'],
  ['deployments', 'apis/apps/v1', 'deployments'],
  ['replicasets', 'apis/apps/v1', 'replicasets'],
  ['pods', 'api/v1', 'pods'],
] as const;

interface ListObject<T = AnyObject> extends AnyObject {
  readonly items: readonly T[];
}

/** `kubectl cluster-info dump`. */
export const dump = defineCommand({
  name: 'dump',
  usage: 'dump [flags]',
  short: 'Dump relevant information for debugging and diagnosis',
  long:
    'Write down what helps to find out what is wrong: nodes, and of some namespaces events, workloads, services, pods and\n' +
    'the logs of all containers. Without --output-directory all of it goes to stdout.',
  examples: [
    '# The current namespace and kube-system',
    'kubectl cluster-info dump',
    '',
    '# Everything, in files',
    'kubectl cluster-info dump --all-namespaces --output-directory=/tmp/state',
  ],
  flags: {
    ...printFlags,
    output: { ...printFlags.output, shown: "'json'", default: 'json' },
    allNamespaces: bool('all-namespaces', {
      short: 'A',
      help: 'All namespaces; --namespaces does not count.',
    }),
    namespaces: list('namespaces', { help: 'The namespaces to dump, comma-separated.' }),
    outputDirectory: text('output-directory', { help: "Where files go; nothing or '-' is stdout." }),
    podRunningTimeout: duration('pod-running-timeout', {
      default: seconds(20),
      shown: '20s',
      help: 'How long to wait until a pod runs.',
    }),
  },
  complete: (_args, given) => given,
  run: async (options, context) => {
    const { outputDirectory: folder, output } = options;
    const isFolder = folder !== '' && folder !== '-';
    const extension = output === 'json' || output === 'yaml' ? `.${output}` : '.txt';
    const print = await resultPrinter(options, '', context.files, 'given');
    const write = (name: string, content: string): void => {
      if (isFolder) context.files.write(`${folder}/${name}`, content);
      else context.out.write(content);
    };
    const dumpList = async (name: string, path: string): Promise<void> =>
      write(`${name}${extension}`, print(await fetchObject<ListObject>(context, 'GET', path)));
    await dumpList('nodes', '/api/v1/nodes');
    for (const namespace of await namespacesOf(options, context)) {
      for (const [name, root, plural] of DUMPED)
        await dumpList(`${namespace}/${name}`, `/${root}/namespaces/${namespace}/${plural}`);
      const pods = await fetchObject<ListObject<Pod>>(context, 'GET', `/api/v1/namespaces/${namespace}/pods`);
      for (const pod of pods.items)
        write(`${namespace}/${pod.metadata.name}/logs.txt`, await logsOf(pod, context));
    }
    if (isFolder) context.out.line(`Cluster info dumped to ${folder}`);
    return 0;
  },
});

async function namespacesOf(
  { allNamespaces, namespaces }: { readonly allNamespaces: boolean; readonly namespaces: readonly string[] },
  context: Context,
): Promise<readonly string[]> {
  if (allNamespaces) {
    const { items } = await fetchObject<ListObject>(context, 'GET', '/api/v1/namespaces');
    return items.map(({ metadata }) => metadata.name ?? '');
  }
  return namespaces.length > 0 ? namespaces : ['kube-system', context.config.namespace];
}

async function logsOf({ metadata, spec }: Pod, context: Context): Promise<string> {
  const { namespace = '', name } = metadata;
  const parts: string[] = [];
  for (const { name: container } of [...(spec.initContainers ?? []), ...spec.containers]) {
    const of = `logs for container ${container} of pod ${namespace}/${name} ====\n`;
    parts.push(
      `==== START ${of}`,
      await logOf(`${namespace}/pods/${name}`, container, context),
      `==== END ${of}`,
    );
  }
  return parts.join('');
}

async function logOf(pod: string, container: string, context: Context): Promise<string> {
  try {
    return await fetchObject<string>(context, 'GET', `/api/v1/namespaces/${pod}/log`, {
      query: { container },
    });
  } catch (error) {
    return `Request log error: ${asError(error).message}\n`;
  }
}
