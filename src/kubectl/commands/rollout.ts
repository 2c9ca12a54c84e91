import { commandFamily } from '../command-family.ts';

/** `kubectl rollout`. */
export const rollout = commandFamily({
  name: 'rollout',
  group: 'Deploy Commands:',
  usage: 'rollout SUBCOMMAND',
  short: 'Manage the rollout of a resource',
  long: 'Manage the rollout of one or many resources: deployments, daemon sets and stateful sets.',
  examples: [
    '# Back to the revision before',
    'kubectl rollout undo deployment/web',
    '',
    '# How far the rollout is',
    'kubectl rollout status daemonset/agent',
  ],
  helpTo: 'stdout',
  commands: [
    {
      name: 'history',
      short: 'View rollout history',
      load: async () => (await import('./rollout/history.ts')).history,
    },
    {
      name: 'pause',
      short: 'Mark the provided resource as paused',
      load: async () => (await import('./rollout/pause.ts')).pause,
    },
    {
      name: 'restart',
      short: 'Restart a resource',
      load: async () => (await import('./rollout/restart.ts')).restart,
    },
    {
      name: 'resume',
      short: 'Resume a paused resource',
      load: async () => (await import('./rollout/resume.ts')).resume,
    },
    {
      name: 'status',
      short: 'Show the status of the rollout',
      load: async () => (await import('./rollout/status.ts')).status,
    },
    {
      name: 'undo',
      short: 'Undo a previous rollout',
      load: async () => (await import('./rollout/undo.ts')).undo,
    },
  ],
});
