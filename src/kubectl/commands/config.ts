import { commandFamily } from '../command-family.ts';

/** `kubectl config`. */
export const config = commandFamily({
  name: 'config',
  group: 'Other Commands:',
  usage: 'config SUBCOMMAND',
  short: 'Modify kubeconfig files',
  long: 'Modify the file that holds contexts: which cluster, as whom, in which namespace.',
  helpTo: 'stderr',
  // biome-ignore format: one command a line
  commands: [
    { name: 'current-context', short: 'Display the current-context', load: async () => (await import('./config/contexts.ts')).currentContext },
    { name: 'delete-cluster', short: 'Delete the specified cluster from the kubeconfig', load: async () => (await import('./config/clusters.ts')).deleteCluster },
    { name: 'delete-context', short: 'Delete the specified context from the kubeconfig', load: async () => (await import('./config/contexts.ts')).deleteContext },
    { name: 'delete-user', short: 'Delete the specified user from the kubeconfig', load: async () => (await import('./config/users.ts')).deleteUser },
    { name: 'get-clusters', short: 'Display clusters defined in the kubeconfig', load: async () => (await import('./config/clusters.ts')).getClusters },
    { name: 'get-contexts', short: 'Describe one or many contexts', load: async () => (await import('./config/contexts.ts')).getContexts },
    { name: 'get-users', short: 'Display users defined in the kubeconfig', load: async () => (await import('./config/users.ts')).getUsers },
    { name: 'rename-context', short: 'Rename a context from the kubeconfig file', load: async () => (await import('./config/contexts.ts')).renameContext },
    { name: 'set', short: 'Set an individual value in a kubeconfig file', load: async () => (await import('./config/properties.ts')).set },
    { name: 'set-cluster', short: 'Set a cluster entry in kubeconfig', load: async () => (await import('./config/clusters.ts')).setCluster },
    { name: 'set-context', short: 'Set a context entry in kubeconfig', load: async () => (await import('./config/set-context.ts')).setContext },
    { name: 'set-credentials', short: 'Set a user entry in kubeconfig', load: async () => (await import('./config/set-credentials.ts')).setCredentials },
    { name: 'unset', short: 'Unset an individual value in a kubeconfig file', load: async () => (await import('./config/properties.ts')).unset },
    { name: 'use-context', aliases: ['use'], short: 'Set the current-context in a kubeconfig file', load: async () => (await import('./config/contexts.ts')).useContext },
    { name: 'view', short: 'Display merged kubeconfig settings or a specified kubeconfig file', load: async () => (await import('./config/view.ts')).view },
  ],
});
