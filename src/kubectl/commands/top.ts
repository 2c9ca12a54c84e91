import { commandFamily } from '../command-family.ts';

/** `kubectl top`. */
export const top = commandFamily({
  name: 'top',
  group: 'Cluster Management Commands:',
  usage: 'top [flags]',
  short: 'Display resource (CPU/memory) usage',
  long: 'See how much CPU and memory nodes or pods use. The server has to serve the metrics API.',
  helpTo: 'stderr',
  commands: [
    {
      name: 'node',
      aliases: ['nodes', 'no'],
      short: 'Display resource (CPU/memory) usage of nodes',
      load: async () => (await import('./top/node.ts')).topNode,
    },
    {
      name: 'pod',
      aliases: ['pods', 'po'],
      short: 'Display resource (CPU/memory) usage of pods',
      load: async () => (await import('./top/pod.ts')).topPod,
    },
  ],
});
