import { commandFamily } from '../command-family.ts';

/** `kubectl set`. */
export const set = commandFamily({
  name: 'set',
  group: 'Basic Commands (Beginner):',
  usage: 'set SUBCOMMAND',
  short: 'Set specific features on objects',
  long: 'Change one aspect of resources that exist already.',
  helpTo: 'stderr',
  commands: [
    {
      name: 'env',
      short: 'Update environment variables on a pod template',
      load: async () => (await import('./set/env.ts')).env,
    },
    {
      name: 'image',
      short: 'Update the image of a pod template',
      load: async () => (await import('./set/image.ts')).image,
    },
    {
      name: 'resources',
      short: 'Update resource requests/limits on objects with pod templates',
      load: async () => (await import('./set/resources.ts')).resources,
    },
    {
      name: 'selector',
      short: 'Set the selector on a resource',
      load: async () => (await import('./set/selector.ts')).selector,
    },
    {
      name: 'serviceaccount',
      aliases: ['sa'],
      short: 'Update the service account of a resource',
      load: async () => (await import('./set/serviceaccount.ts')).serviceAccount,
    },
    {
      name: 'subject',
      short: 'Update the user, group, or service account in a role binding or cluster role binding',
      load: async () => (await import('./set/subject.ts')).subject,
    },
  ],
});
