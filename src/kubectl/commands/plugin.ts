import { commandFamily } from '../command-family.ts';

/** `kubectl plugin`. */
export const plugin = commandFamily({
  name: 'plugin',
  usage: 'plugin [flags]',
  short: 'Provides utilities for interacting with plugins',
  long: 'A program on PATH whose name begins with kubectl- is a command: kubectl-foo is called as "kubectl foo".',
  examples: ['# The plug-ins there are', 'kubectl plugin list'],
  helpTo: 'stderr',
  commands: [
    {
      name: 'list',
      short: "List all visible plugin executables on a user's PATH",
      load: async () => (await import('./plugin/list.ts')).list,
    },
  ],
});
