import { addFault, listFaults, OF_NODES, removeFault } from '../../cluster/faults.ts';
import { isRunning, stopNode } from '../../cluster/nodes.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { bool, duration, list as listFlag, text } from '../../kubectl/flags.ts';
import { formatGoDuration } from '../../machinery/duration.ts';
import { after, between, type Instant } from '../../machinery/instant.ts';
import { type Fault, type FaultTarget, isOn } from '../../simulation/faults.ts';
import { columnsText } from '../columns.ts';
import { FAULTS, faultNamed } from '../fault/names.ts';
import { targetsFrom, targetText } from '../fault/target.ts';
import type { Ours } from '../ours.ts';

/** `sim fault`: lets things go wrong on purpose. */
export function fault(ours: Ours): Command {
  return defineCommand({
    name: 'fault',
    usage: 'fault add KIND [TYPE/NAME...] [--for=10m] | fault remove ID... | fault list',
    short: 'Let things go wrong on purpose',
    long: `Let things go wrong on purpose. These can:\n\n${FAULTS.map(({ name, short }) => `  ${name.padEnd(16)} ${short}`).join('\n')}`,
    flags: {},
    commands: [
      { name: 'add', short: 'Let something go wrong from now on', load: async () => add(ours) },
      { name: 'remove', short: 'Take faults back', load: async () => remove(ours) },
      { name: 'list', aliases: ['ls'], short: 'Show what goes wrong now', load: async () => list(ours) },
    ],
    complete: ([word]) => {
      throw new UsageError(
        word === undefined
          ? 'say what to do: sim fault add|remove|list'
          : `unknown command ${JSON.stringify(word)} for "sim fault": it knows add, remove, list`,
      );
    },
    run: async () => 0,
  });
}

const addFlags = {
  for: duration('for', { help: 'How long it lasts; until it is removed by default.' }),
  every: duration('every', { help: 'It comes back so often, for as long as --for says.' }),
  image: text('image', { help: 'Only containers of this image.' }),
  container: text('container', { short: 'c', help: 'Only containers of this name.' }),
  node: text('node', { help: 'Only on this node.' }),
  selector: listFlag('selector', { short: 'l', help: 'Only pods with these labels (-l app=web).' }),
  allNamespaces: bool('all-namespaces', { short: 'A', help: 'In every namespace.' }),
};

function add(ours: Ours): Command {
  return defineCommand({
    name: 'add',
    usage:
      'add KIND [TYPE/NAME...] [--image=IMAGE] [--container=NAME] [--node=NODE] [-l key=value] [--for=10m] [--every=24h]',
    short: 'Let something go wrong from now on',
    examples: [
      '# No pod of the deployment can pull its image for ten minutes',
      'sim fault add image-pull deployment/web --for=10m',
      '',
      '# The readiness probes of one pod fail until the fault is removed',
      'sim fault add probe-failure pod/web-0',
      '',
      '# A full disk, a lost node',
      'sim fault add disk-full node/worker-1',
      'sim fault add node-lost node/worker-2',
      '',
      '# Each day a node is lost for two hours',
      'sim fault add node-lost node/worker-1 --for=2h --every=24h',
    ],
    flags: addFlags,
    complete: ([kind, ...objects], flags) => {
      const name = faultNamed(kind);
      if (flags.every > 0 && (flags.for <= 0 || flags.for >= flags.every))
        throw new UsageError('what comes back has to end before: say with --for how long it lasts each time');
      return { ...flags, name, objects };
    },
    run: async (options, context) => {
      const targets = await targetsFrom(options, context);
      if (options.name === 'node-lost' && options.for <= 0) return loseNodes(targets, ours, context);
      if (options.name === 'node-lost' && targets.some(({ node }) => node === undefined))
        throw new UsageError(WHICH_NODE);
      const session = ours.session();
      if (session.settings().kubelet === 'fast' && !OF_NODES.has(options.name))
        throw new CommandError(
          'fast kubelets know no such fault: make the cluster with sim cluster create --kubelet=realistic',
        );
      for (const target of targets) {
        const { id } = session.change((cluster) => {
          const until = options.for > 0 ? { until: after(cluster.clock.now(), options.for) } : {};
          const every = options.every > 0 ? { every: options.every } : {};
          return addFault(cluster, { name: options.name, target, ...until, ...every });
        });
        context.out.line(`fault/${id} added: ${options.name} of ${targetText(target)}`);
      }
      return 0;
    },
  });
}

const WHICH_NODE = 'say which node is lost: sim fault add node-lost node/worker-1';

/** Until they are started again. */
function loseNodes(targets: readonly FaultTarget[], ours: Ours, { out }: Context): ExitCode {
  for (const { node: name } of targets) {
    if (name === undefined) throw new UsageError(WHICH_NODE);
    const became = ours.session().change(({ client, clock }) => {
      client.get(Node, { namespace: '', name });
      if (!isRunning(client, name)) return 'already stopped';
      stopNode(client, name, clock.now());
      return 'stopped';
    });
    out.line(`node/${name} ${became}`);
  }
  return 0;
}

function remove(ours: Ours): Command {
  return defineCommand({
    name: 'remove',
    usage: 'remove ID... | --all',
    short: 'Take faults back',
    flags: { all: bool('all', { help: 'All of them.' }) },
    complete: (ids, { all }) => {
      if (all === ids.length > 0)
        throw new UsageError('say which: sim fault remove f1, or all: sim fault remove --all');
      return { ids };
    },
    run: async ({ ids }, { out }) => {
      const session = ours.session();
      const named = ids.length > 0 ? ids : listFaults(session.cluster).map(({ id }) => id);
      for (const id of named.map((word) => word.replace(/^fault\//, ''))) {
        if (session.change((cluster) => removeFault(cluster, id)) === undefined)
          throw new CommandError(`there is no fault ${JSON.stringify(id)}: sim fault list shows them`);
        out.line(`fault/${id} removed`);
      }
      return 0;
    },
  });
}

function list(ours: Ours): Command {
  return defineCommand({
    name: 'list',
    usage: 'list',
    short: 'Show what goes wrong now',
    flags: {},
    complete: () => ({}),
    run: async (_options, { out, err }) => {
      const { cluster } = ours.session();
      const faults = listFaults(cluster);
      if (faults.length === 0) {
        err.line('No faults: all goes well.');
        return 0;
      }
      const now = cluster.clock.now();
      const comesBack = faults.some(({ every }) => every !== undefined);
      const rows = faults.map((each) => {
        const { id, name, target, every } = each;
        const own = [id, name, targetText(target), endText(each, now)];
        return comesBack ? [...own, every === undefined ? '<never>' : formatGoDuration(every)] : own;
      });
      const heads = ['ID', 'FAULT', 'OF', 'ENDS IN'];
      out.write(await columnsText(comesBack ? [...heads, 'COMES EVERY'] : heads, rows));
      return 0;
    },
  });
}

function endText(fault: Fault, now: Instant): string {
  const { from, until } = fault;
  if (!isOn(fault, now)) return `<begins in ${formatGoDuration(between(now, from))}>`;
  return until === undefined ? '<none>' : formatGoDuration(between(now, until));
}
