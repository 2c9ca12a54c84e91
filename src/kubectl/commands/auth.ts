import { commandFamily } from '../command-family.ts';

/** `kubectl auth`. */
export const auth = commandFamily({
  name: 'auth',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'auth [flags]',
  short: 'Inspect authorization',
  long: 'See who may do what.',
  helpTo: 'stderr',
  commands: [
    {
      name: 'can-i',
      short: 'Check whether an action is allowed',
      load: async () => (await import('./auth/can-i.ts')).canI,
    },
    {
      name: 'reconcile',
      short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
      load: async () => (await import('./auth/reconcile.ts')).reconcile,
    },
    {
      name: 'whoami',
      short: 'Experimental: Check self subject attributes',
      load: async () => (await import('./auth/whoami.ts')).whoAmI,
    },
  ],
});
