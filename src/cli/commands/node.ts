import type { Cluster } from '../../cluster/cluster.ts';
import { isRunning, registerNode, startNode, stopNode } from '../../cluster/nodes.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { type Command, defineCommand, type ExitCode, UsageError } from '../../kubectl/command.ts';
import { bool, integer, list as listFlag, text } from '../../kubectl/flags.ts';
import { nodesText } from '../node/list.ts';
import { labelsFrom, taintsFrom } from '../node/wishes.ts';
import type { Ours } from '../ours.ts';
import { paintFor } from '../paint.ts';

const WORDS = 'add, remove, stop, start, list';

/** `sim node`: puts nodes in and takes them out, stops their kubelets and starts them again. */
export function node(ours: Ours): Command {
  return defineCommand({
    name: 'node',
    usage: 'node add|remove|stop|start NAME... | node list',
    short: 'Add, remove, stop and start nodes',
    flags: {},
    commands: [
      { name: 'add', short: 'Let a new node join', load: async () => add(ours) },
      { name: 'remove', short: 'Take a node away for good', load: async () => remove(ours) },
      { name: 'stop', short: 'Let a node fall silent', load: async () => stop(ours) },
      { name: 'start', short: 'Let a silent node come back', load: async () => start(ours) },
      { name: 'list', aliases: ['ls'], short: 'Show the nodes', load: async () => list(ours) },
    ],
    complete: ([word]) => {
      throw new UsageError(
        word === undefined
          ? `say what to do: sim node ${WORDS.replaceAll(', ', '|')}`
          : `unknown command ${JSON.stringify(word)} for "sim node": it knows ${WORDS}`,
      );
    },
    run: async () => 0,
  });
}

const addFlags = {
  cpu: text('cpu', { help: "CPUs of the node; the cluster's usual by default." }),
  memory: text('memory', { help: "Memory of the node (16Gi); the cluster's usual by default." }),
  pods: integer('pods', { help: "How many pods it takes; the cluster's usual by default." }),
  labels: listFlag('labels', { help: 'Labels: key=value, comma-separated or repeated.' }),
  taints: listFlag('taints', { help: 'Taints: key=value:effect, comma-separated or repeated.' }),
  controlPlane: bool('control-plane', { help: 'Make it a control-plane node, tainted as such.' }),
};

function add(ours: Ours): Command {
  return defineCommand({
    name: 'add',
    usage: 'add NAME... [--cpu=4] [--memory=8Gi] [--pods=110] [--labels=k=v] [--taints=k=v:effect]',
    short: 'Let a new node join',
    flags: addFlags,
    complete: (names, { labels, taints, ...rest }) => ({
      names: named(names, 'add'),
      labels: labelsFrom(labels),
      taints: taintsFrom(taints),
      ...rest,
    }),
    run: async ({ names, cpu, memory, pods, labels, taints, controlPlane }, { out }) => {
      const session = ours.session();
      const role = controlPlane ? 'control-plane' : 'worker';
      for (const name of names) {
        session.change(({ client }) => {
          const settings = session.settings();
          const size = {
            cpu: cpu || settings.cpu,
            memory: memory || settings.memory,
            pods: pods || settings.pods,
          };
          const index = settings.nodes.length;
          registerNode(client, name, { index, role, ...size, labels, taints }, settings.kubelet);
          session.setSettings({ ...settings, nodes: [...settings.nodes, { name, role }] });
        });
        out.line(`node/${name} added`);
      }
      return 0;
    },
  });
}

function named(names: readonly string[], word: string): readonly string[] {
  if (names.length === 0) throw new UsageError(`say which node: sim node ${word} NAME`);
  return names;
}

function remove(ours: Ours): Command {
  return eachNode(ours, {
    word: 'remove',
    short: 'Take a node away for good: its kubelet, and the node itself',
    act: (name, { client, clock }) => {
      stopNode(client, name, clock.now());
      client.delete(Node, { namespace: '', name });
      return 'removed';
    },
  });
}

function stop(ours: Ours): Command {
  return eachNode(ours, {
    word: 'stop',
    short: 'Let a node fall silent: the cluster notices after 50 seconds',
    act: (name, { client, clock }) => {
      if (!isRunning(client, name)) return 'already stopped';
      stopNode(client, name, clock.now());
      return 'stopped';
    },
  });
}

function start(ours: Ours): Command {
  return eachNode(ours, {
    word: 'start',
    short: 'Let a silent node come back, its pods as it left them',
    act: (name, { client }) => {
      if (isRunning(client, name)) return 'already started';
      startNode(client, name);
      return 'started';
    },
  });
}

interface NodeDeed {
  readonly word: string;
  readonly short: string;
  /** What became of the node, in a word. */
  readonly act: (name: string, cluster: Cluster) => string;
}

function eachNode(ours: Ours, { word, short, act }: NodeDeed): Command {
  return defineCommand({
    name: word,
    usage: `${word} NAME...`,
    short,
    flags: {},
    complete: (names) => ({ names: named(names, word) }),
    run: async ({ names }, { out }): Promise<ExitCode> => {
      const session = ours.session();
      for (const name of names) {
        const became = session.change((cluster) => {
          cluster.client.get(Node, { namespace: '', name });
          return act(name, cluster);
        });
        out.line(`node/${name} ${became}`);
      }
      return 0;
    },
  });
}

function list(ours: Ours): Command {
  return defineCommand({
    name: 'list',
    usage: 'list',
    short: 'Show the nodes, whether their kubelets run, and how full they are',
    flags: {},
    complete: () => ({}),
    run: async (_options, { out }) => {
      const { client, clock } = ours.session().cluster;
      out.write(await nodesText(client, clock.now(), await paintFor(ours.host)));
      return 0;
    },
  });
}
