import type { CommandEntry } from '../command.ts';

const INTERMEDIATE = 'Basic Commands (Intermediate):';
const DEPLOY = 'Deploy Commands:';
const ADVANCED = 'Advanced Commands:';
const SETTINGS = 'Settings Commands:';

/** Every command of kubectl, in the order its help shows; each is loaded when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'get',
    group: INTERMEDIATE,
    suggestedFor: ['list', 'ps'],
    short: 'Display one or many resources',
    load: async () => (await import('./get.ts')).get,
  },
  {
    name: 'delete',
    group: INTERMEDIATE,
    suggestedFor: ['rm'],
    short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
    load: async () => (await import('./delete.ts')).deleteCommand,
  },
  {
    name: 'scale',
    group: DEPLOY,
    short: 'Set a new size for a deployment, replica set, or replication controller',
    load: async () => (await import('./scale.ts')).scale,
  },
  {
    name: 'apply',
    group: ADVANCED,
    short: 'Apply a configuration to a resource by file name or stdin',
    load: async () => (await import('./apply.ts')).apply,
  },
  {
    name: 'patch',
    group: ADVANCED,
    short: 'Update fields of a resource',
    load: async () => (await import('./patch.ts')).patch,
  },
  {
    name: 'label',
    group: SETTINGS,
    short: 'Update the labels on a resource',
    load: async () => (await import('./label.ts')).label,
  },
  {
    name: 'annotate',
    group: SETTINGS,
    short: 'Update the annotations on a resource',
    load: async () => (await import('./annotate.ts')).annotate,
  },
];
