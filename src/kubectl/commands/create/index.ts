import type { CommandEntry } from '../../command.ts';

/** `kubectl create KIND`, by name. */
export const kinds: readonly CommandEntry[] = [
  {
    name: 'clusterrole',
    short: 'Create a cluster role',
    load: async () => (await import('./role.ts')).createClusterRole,
  },
  {
    name: 'clusterrolebinding',
    short: 'Create a cluster role binding for a particular cluster role',
    load: async () => (await import('./rolebinding.ts')).createClusterRoleBinding,
  },
  {
    name: 'configmap',
    aliases: ['cm'],
    short: 'Create a config map from a local file, directory or literal value',
    load: async () => (await import('./configmap.ts')).createConfigMap,
  },
  {
    name: 'cronjob',
    aliases: ['cj'],
    short: 'Create a cron job with the specified name',
    load: async () => (await import('./cronjob.ts')).createCronJob,
  },
  {
    name: 'deployment',
    aliases: ['deploy'],
    short: 'Create a deployment with the specified name',
    load: async () => (await import('./deployment.ts')).createDeployment,
  },
  {
    name: 'ingress',
    aliases: ['ing'],
    short: 'Create an ingress with the specified name',
    load: async () => (await import('./ingress.ts')).createIngress,
  },
  {
    name: 'job',
    short: 'Create a job with the specified name',
    load: async () => (await import('./job.ts')).createJob,
  },
  {
    name: 'namespace',
    aliases: ['ns'],
    short: 'Create a namespace with the specified name',
    load: async () => (await import('./simple.ts')).createNamespace,
  },
  {
    name: 'poddisruptionbudget',
    aliases: ['pdb'],
    short: 'Create a pod disruption budget with the specified name',
    load: async () => (await import('./simple.ts')).createPodDisruptionBudget,
  },
  {
    name: 'priorityclass',
    aliases: ['pc'],
    short: 'Create a priority class with the specified name',
    load: async () => (await import('./simple.ts')).createPriorityClass,
  },
  {
    name: 'quota',
    aliases: ['resourcequota'],
    short: 'Create a quota with the specified name',
    load: async () => (await import('./simple.ts')).createQuota,
  },
  {
    name: 'role',
    short: 'Create a role with single rule',
    load: async () => (await import('./role.ts')).createRole,
  },
  {
    name: 'rolebinding',
    short: 'Create a role binding for a particular role or cluster role',
    load: async () => (await import('./rolebinding.ts')).createRoleBinding,
  },
  {
    name: 'secret',
    short: 'Create a secret using a specified subcommand',
    load: async () => (await import('./secret.ts')).createSecret,
  },
  {
    name: 'service',
    aliases: ['svc'],
    short: 'Create a service using a specified subcommand',
    load: async () => (await import('./service.ts')).createService,
  },
  {
    name: 'serviceaccount',
    aliases: ['sa'],
    short: 'Create a service account with the specified name',
    load: async () => (await import('./simple.ts')).createServiceAccount,
  },
  {
    name: 'token',
    short: 'Request a service account token',
    load: async () => (await import('./token.ts')).createToken,
  },
];
