import { commandFamily } from '../command-family.ts';

/** `kubectl certificate`. */
export const certificate = commandFamily({
  name: 'certificate',
  group: 'Cluster Management Commands:',
  usage: 'certificate SUBCOMMAND',
  short: 'Modify certificate resources',
  long: 'Decide on requests for certificates.',
  helpTo: 'right',
  commands: [
    {
      name: 'approve',
      short: 'Approve a certificate signing request',
      load: async () => (await import('./certificate/deciding.ts')).approve,
    },
    {
      name: 'deny',
      short: 'Deny a certificate signing request',
      load: async () => (await import('./certificate/deciding.ts')).deny,
    },
  ],
});
