import type { CommandEntry } from '../command.ts';

const BEGINNER = 'Basic Commands (Beginner):';
const INTERMEDIATE = 'Basic Commands (Intermediate):';
const DEPLOY = 'Deploy Commands:';
const CLUSTER = 'Cluster Management Commands:';
const DEBUGGING = 'Troubleshooting and Debugging Commands:';
const ADVANCED = 'Advanced Commands:';
const SETTINGS = 'Settings Commands:';

/** Every command of kubectl, in the order its help shows; each is loaded when it is called. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'create',
    group: BEGINNER,
    short: 'Create a resource from a file or from stdin',
    load: async () => (await import('./create.ts')).create,
  },
  {
    name: 'expose',
    group: BEGINNER,
    short:
      'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
    load: async () => (await import('./expose.ts')).expose,
  },
  {
    name: 'run',
    group: BEGINNER,
    short: 'Run a particular image on the cluster',
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'set',
    group: BEGINNER,
    short: 'Set specific features on objects',
    load: async () => (await import('./set.ts')).set,
  },
  {
    name: 'explain',
    group: INTERMEDIATE,
    short: 'Get documentation for a resource',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'get',
    group: INTERMEDIATE,
    suggestedFor: ['list', 'ps'],
    short: 'Display one or many resources',
    load: async () => (await import('./get.ts')).get,
  },
  {
    name: 'edit',
    group: INTERMEDIATE,
    short: 'Edit a resource on the server',
    load: async () => (await import('./edit.ts')).edit,
  },
  {
    name: 'delete',
    group: INTERMEDIATE,
    suggestedFor: ['rm'],
    short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
    load: async () => (await import('./delete.ts')).deleteCommand,
  },
  {
    name: 'rollout',
    group: DEPLOY,
    short: 'Manage the rollout of a resource',
    load: async () => (await import('./rollout.ts')).rollout,
  },
  {
    name: 'scale',
    group: DEPLOY,
    short: 'Set a new size for a deployment, replica set, or replication controller',
    load: async () => (await import('./scale.ts')).scale,
  },
  {
    name: 'autoscale',
    group: DEPLOY,
    short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
    load: async () => (await import('./autoscale.ts')).autoscale,
  },
  {
    name: 'certificate',
    group: CLUSTER,
    short: 'Modify certificate resources',
    load: async () => (await import('./certificate.ts')).certificate,
  },
  {
    name: 'cluster-info',
    group: CLUSTER,
    short: 'Display cluster information',
    load: async () => (await import('./cluster-info.ts')).clusterInfo,
  },
  {
    name: 'top',
    group: CLUSTER,
    short: 'Display resource (CPU/memory) usage',
    load: async () => (await import('./top.ts')).top,
  },
  {
    name: 'cordon',
    group: CLUSTER,
    short: 'Mark node as unschedulable',
    load: async () => (await import('./cordon.ts')).cordon,
  },
  {
    name: 'uncordon',
    group: CLUSTER,
    short: 'Mark node as schedulable',
    load: async () => (await import('./uncordon.ts')).uncordon,
  },
  {
    name: 'drain',
    group: CLUSTER,
    short: 'Drain node in preparation for maintenance',
    load: async () => (await import('./drain.ts')).drain,
  },
  {
    name: 'taint',
    group: CLUSTER,
    short: 'Update the taints on one or more nodes',
    load: async () => (await import('./taint.ts')).taint,
  },
  {
    name: 'describe',
    group: DEBUGGING,
    short: 'Show details of a specific resource or group of resources',
    load: async () => (await import('./describe.ts')).describe,
  },
  {
    name: 'logs',
    group: DEBUGGING,
    short: 'Print the logs for a container in a pod',
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'attach',
    group: DEBUGGING,
    short: 'Attach to a running container',
    load: async () => (await import('./attach.ts')).attach,
  },
  {
    name: 'exec',
    group: DEBUGGING,
    short: 'Execute a command in a container',
    load: async () => (await import('./exec.ts')).exec,
  },
  {
    name: 'cp',
    group: DEBUGGING,
    short: 'Copy files and directories to and from containers',
    load: async () => (await import('./cp.ts')).cp,
  },
  {
    name: 'auth',
    group: DEBUGGING,
    short: 'Inspect authorization',
    load: async () => (await import('./auth.ts')).auth,
  },
  {
    name: 'debug',
    group: DEBUGGING,
    short: 'Create debugging sessions for troubleshooting workloads and nodes',
    load: async () => (await import('./debug.ts')).debug,
  },
  {
    name: 'events',
    group: DEBUGGING,
    short: 'List events',
    load: async () => (await import('./events.ts')).events,
  },
  {
    name: 'diff',
    group: ADVANCED,
    short: 'Diff the live version against a would-be applied version',
    load: async () => (await import('./diff.ts')).diff,
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
    name: 'replace',
    group: ADVANCED,
    short: 'Replace a resource by file name or stdin',
    load: async () => (await import('./replace.ts')).replace,
  },
  {
    name: 'wait',
    group: ADVANCED,
    short: 'Experimental: Wait for a specific condition on one or many resources',
    load: async () => (await import('./wait.ts')).wait,
  },
  {
    name: 'kustomize',
    group: ADVANCED,
    short: 'Build a kustomization target from a directory or URL',
    load: async () => (await import('./kustomize.ts')).kustomize,
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
  {
    name: 'completion',
    group: SETTINGS,
    short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
    load: async () => (await import('./completion.ts')).completion,
  },
  {
    name: 'api-resources',
    short: 'Print the supported API resources on the server',
    load: async () => (await import('./api-resources.ts')).apiResources,
  },
  {
    name: 'api-versions',
    short: 'Print the supported API versions on the server, in the form of "group/version"',
    load: async () => (await import('./api-versions.ts')).apiVersions,
  },
  {
    name: 'config',
    short: 'Modify kubeconfig files',
    load: async () => (await import('./config.ts')).config,
  },
  {
    name: 'plugin',
    short: 'Provides utilities for interacting with plugins',
    load: async () => (await import('./plugin.ts')).plugin,
  },
  {
    name: 'version',
    short: 'Print the client and server version information',
    load: async () => (await import('./version.ts')).version,
  },
  {
    name: 'alpha',
    short: 'Commands for features in alpha',
    hidden: true,
    load: async () => (await import('./alpha.ts')).alpha,
  },
  {
    name: 'options',
    short: 'Print the list of flags inherited by all commands',
    hidden: true,
    load: async () => (await import('./options.ts')).options,
  },
  {
    name: '__complete',
    short: 'Request shell completion choices for the specified command-line',
    hidden: true,
    load: async () => (await import('./complete.ts')).complete,
  },
  {
    name: '__completeNoDesc',
    short: 'Request shell completion choices for the specified command-line',
    hidden: true,
    load: async () => (await import('./complete.ts')).completeNoDesc,
  },
];
