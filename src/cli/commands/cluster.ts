import { hasCloud, startCloud, stopCloud } from '../../cluster/cloud.ts';
import { parseDurations, usualDurations } from '../../cluster/durations.ts';
import type { NodeSettings, Settings } from '../../cluster/settings.ts';
import { type Command, CommandError, defineCommand, UsageError } from '../../kubectl/command.ts';
import { asError } from '../../kubectl/errors.ts';
import { bool, integer, text } from '../../kubectl/flags.ts';
import { instant, instantOf } from '../../machinery/instant.ts';
import type { Pace } from '../../simulation/pace.ts';
import type { Ours } from '../ours.ts';
import { paintFor } from '../paint.ts';
import { createState, deleteState } from '../state.ts';

/** `sim cluster`: makes, names and removes whole clusters. */
export function cluster(ours: Ours): Command {
  return defineCommand({
    name: 'cluster',
    usage: 'cluster create|delete|list|export|cloud',
    short: 'Create, delete, list and export clusters',
    flags: {},
    commands: [
      { name: 'create', short: 'Make a cluster as wished', load: async () => create(ours) },
      { name: 'delete', short: 'Remove a cluster and its state file', load: async () => remove(ours) },
      { name: 'list', aliases: ['ls'], short: 'Show the clusters', load: async () => list(ours) },
      {
        name: 'cloud',
        short: 'Put a cloud behind the cluster, or take it away',
        load: async () => cloud(ours),
      },
      {
        name: 'export',
        short: 'Print what users made, as kubectl apply takes it',
        load: async () => (await import('./export.ts')).exportCommand,
      },
    ],
    complete: ([word]) => {
      throw new UsageError(
        word === undefined
          ? 'say what to do: sim cluster create|delete|list|export|cloud'
          : `unknown command ${JSON.stringify(word)} for "sim cluster": it knows create, delete, list, export, cloud`,
      );
    },
    run: async () => 0,
  });
}

const createFlags = {
  workers: text('workers', { default: '2', help: 'How many worker nodes, or their names: a,b,c.' }),
  controlPlanes: text('control-planes', {
    default: '1',
    help: 'How many control-plane nodes, or their names.',
  }),
  cpu: text('cpu', { default: '4', help: 'CPUs of each node.' }),
  memory: text('memory', { default: '8Gi', help: 'Memory of each node.' }),
  pods: integer('pods', { default: 110, help: 'Pods each node takes.' }),
  pace: text('pace', { default: 'realtime', help: 'How time passes: realtime, manual or instant.' }),
  speed: text('speed', {
    default: '1',
    help: "How much faster than the wall the cluster's clock runs at pace realtime.",
  }),
  cloud: bool('cloud', { help: 'With a cloud that gives addresses to load balancers and Ingresses.' }),
  kubelet: text('kubelet', { default: 'realistic', help: 'realistic, or fast: a bound pod runs at once.' }),
  durations: text('durations', {
    help: `How long kubelets take, between two lengths or always the same (${usualDurations()}).`,
  }),
  seed: text('seed', {
    help: 'What chance is drawn from: the same seed and commands give the same cluster.',
  }),
  time: text('time', {
    help: "The time the cluster starts at (2026-01-01T09:00:00Z); the wall's by default.",
  }),
};

function create(ours: Ours): Command {
  return defineCommand({
    name: 'create',
    usage: 'create [--workers=2] [--control-planes=1] [--pace=realtime] [--seed=N]',
    short: 'Make a cluster as wished',
    flags: createFlags,
    complete: (args, flags) => {
      if (args.length > 0) throw new UsageError('a cluster is named by its state file: --state PATH');
      const nodes = [...named(flags.controlPlanes, 'control-plane'), ...named(flags.workers, 'worker')];
      return {
        ...flags,
        nodes,
        pace: oneOf('pace', flags.pace, ['realtime', 'manual', 'instant']),
        kubelet: oneOf('kubelet', flags.kubelet, ['realistic', 'fast']),
        durations: durationsOf(flags.durations),
      };
    },
    run: async (options, { out }) => {
      const wall = ours.host.wall();
      const start = options.time === '' ? instant(wall) : instantOf(options.time);
      if (Number.isNaN(start))
        throw new CommandError(`${JSON.stringify(options.time)} is no time: write 2026-01-01T09:00:00Z`);
      const settings: Settings = {
        seed: options.seed === '' ? ours.host.seed() : Number(options.seed),
        pace: options.pace as Pace,
        speed: Number(options.speed),
        anchor: { wall, cluster: start },
        kubelet: options.kubelet as Settings['kubelet'],
        nodes: options.nodes,
        cpu: options.cpu,
        memory: options.memory,
        pods: options.pods,
        ...(options.cloud ? { cloud: true } : {}),
        ...(Object.keys(options.durations).length === 0 ? {} : { durations: options.durations }),
      };
      const path = ours.statePath();
      createState(ours.host, path, settings, ours.actors);
      out.line(`cluster with ${counted(options.nodes.length, 'node')} created in ${path}`);
      return 0;
    },
  });
}

function durationsOf(text: string): ReturnType<typeof parseDurations> {
  try {
    return parseDurations(text);
  } catch (error) {
    throw new UsageError(asError(error).message);
  }
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `3` gives worker-1 to worker-3, `a,b` these names; a single control plane has no number. */
function named(wish: string, role: NodeSettings['role']): readonly NodeSettings[] {
  if (!/^\d+$/.test(wish))
    return wish
      .split(',')
      .filter((name) => name !== '')
      .map((name) => ({ name, role }));
  const count = Number(wish);
  if (role === 'control-plane' && count === 1) return [{ name: role, role }];
  return Array.from({ length: count }, (_, index) => ({ name: `${role}-${index + 1}`, role }));
}

function oneOf(flag: string, value: string, allowed: readonly string[]): string {
  if (!allowed.includes(value))
    throw new UsageError(`--${flag} is one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`);
  return value;
}

function remove(ours: Ours): Command {
  return defineCommand({
    name: 'delete',
    usage: 'delete',
    short: 'Remove a cluster and its state file',
    flags: {},
    complete: () => ({}),
    run: async (_options, { out }) => {
      const path = ours.statePath();
      deleteState(path);
      out.line(`cluster in ${path} deleted`);
      return 0;
    },
  });
}

function cloud(ours: Ours): Command {
  return defineCommand({
    name: 'cloud',
    usage: 'cloud on|off',
    short: 'Put a cloud behind the cluster, or take it away',
    long:
      'Put a cloud behind the cluster, or take it away. A cloud gives addresses to Services of type LoadBalancer and to\n' +
      'Ingresses whose class there is; without one they wait: EXTERNAL-IP is <pending>. Addresses that were given stay.',
    examples: ['# Load balancers get their addresses', 'sim cluster cloud on'],
    flags: {},
    complete: ([word, ...more]) => {
      if ((word !== 'on' && word !== 'off') || more.length > 0)
        throw new UsageError('say what to do: sim cluster cloud on|off');
      return { on: word === 'on' };
    },
    run: async ({ on }, { out }) => {
      const before = ours.session().change(({ client }) => {
        const had = hasCloud(client);
        if (on && !had) startCloud(client);
        if (!on && had) stopCloud(client);
        return had;
      });
      const became = on ? 'started' : 'stopped';
      out.line(before === on ? `cloud already ${became}` : `cloud ${became}`);
      return 0;
    },
  });
}

function list(ours: Ours): Command {
  return defineCommand({
    name: 'list',
    usage: 'list',
    short: 'Show the clusters that contexts name, and the one in use',
    flags: {},
    complete: () => ({}),
    run: async (_options, { out, config }) => {
      const { clustersText } = await import('../clusters.ts');
      out.write(await clustersText(config.kubeconfig, ours.statePath(), await paintFor(ours.host)));
      return 0;
    },
  });
}
