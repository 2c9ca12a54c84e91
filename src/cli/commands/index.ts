import type { Command, CommandEntry } from '../../kubectl/command.ts';
import type { Ours } from '../ours.ts';

/** A command of ours in the list: like kubectl's, made with what it reaches. */
interface OurEntry extends Omit<CommandEntry, 'load'> {
  readonly load: (ours: Ours) => Promise<Command>;
}

const GROUP = 'Simulation Commands:';

/** The commands kubectl does not have, and those of its own that need the cluster itself. */
export const ourEntries: readonly OurEntry[] = [
  {
    name: 'tree',
    group: GROUP,
    short: 'Show an object and everything that it owns',
    load: async (ours) => (await import('./tree.ts')).tree(ours),
  },
  {
    name: 'node',
    group: GROUP,
    short: 'Add, remove, stop and start nodes',
    load: async (ours) => (await import('./node.ts')).node(ours),
  },
  {
    name: 'fault',
    group: GROUP,
    short: 'Let things go wrong on purpose',
    load: async (ours) => (await import('./fault.ts')).fault(ours),
  },
  {
    name: 'load',
    group: GROUP,
    short: 'Say what pods use, for top and autoscalers',
    load: async () => (await import('./load.ts')).load(),
  },
  {
    name: 'convert',
    group: GROUP,
    short: 'Convert manifests of other API versions',
    load: async () => (await import('./convert.ts')).convert(),
  },
  {
    name: 'curl',
    group: GROUP,
    short: 'Show which pod would answer a request, and why',
    load: async (ours) => (await import('./curl.ts')).curl(ours),
  },
  {
    name: 'dns',
    group: GROUP,
    short: "Ask the cluster's DNS",
    load: async (ours) => (await import('./dns.ts')).dns(ours),
  },
  {
    name: 'reconcile',
    group: GROUP,
    short: 'Run what is due, and tell which controller did what',
    load: async (ours) => (await import('./reconcile.ts')).reconcile(ours),
  },
  {
    name: 'serve',
    group: GROUP,
    short: 'Serve the cluster to kubectl and other clients',
    load: async (ours) => (await import('./serve.ts')).serve(ours),
  },
  {
    name: 'port-forward',
    group: 'Troubleshooting and Debugging Commands:',
    program: 'kubectl',
    short: 'Forward one or more local ports to a pod',
    load: async (ours) => (await import('./port-forward.ts')).portForward(ours),
  },
  {
    name: 'proxy',
    group: 'Troubleshooting and Debugging Commands:',
    program: 'kubectl',
    short: 'Run a proxy to the Kubernetes API server',
    load: async (ours) => (await import('./proxy.ts')).proxy(ours),
  },
  {
    name: 'clock',
    group: GROUP,
    short: "Show the cluster's time, or let it pass",
    load: async (ours) => (await import('./clock.ts')).clock(ours),
  },
  {
    name: 'cluster',
    group: GROUP,
    short: 'Create, list and delete clusters',
    load: async (ours) => (await import('./cluster.ts')).cluster(ours),
  },
];

/** `prepare` is done before any of them is loaded: they reach into the cluster itself. */
export function ourCommands(ours: Ours, prepare: () => Promise<void>): readonly CommandEntry[] {
  return ourEntries.map((entry) => ({
    program: 'sim',
    ...entry,
    load: async () => {
      await prepare();
      return entry.load(ours);
    },
  }));
}
