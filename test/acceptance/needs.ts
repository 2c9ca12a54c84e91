/** Kinds that need a controller or a part of the server of their own. */
const KINDS = [
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'ResourceQuota',
  'LimitRange',
  'CustomResourceDefinition',
  'APIService',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
];

/** The API groups that a server has by itself; kustomizations are read by the client. */
const GROUPS = new Set([
  'apps',
  'autoscaling',
  'batch',
  'extensions',
  'policy',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'admissionregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'kustomize.config.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

const KIND = /\bkind"?:\s*["']?(\w+)/g;
const GROUP = /\bapiVersion"?:\s*["']?([\w.-]+)\/v\d/g;

const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/\bcreate\s+(?:job|cronjob|cj)\b/, 'Job'],
  [/\bcreate\s+(?:quota|resourcequota)\b/, 'ResourceQuota'],
  [/\bcreate\s+(?:pdb|poddisruptionbudget)\b/, 'PodDisruptionBudget'],
  [/\bautoscale\s/, 'HorizontalPodAutoscaler'],
  [/\s--as(?:-group|-uid)?[ =]/, 'impersonation'],
];

/**
 * What commands and manifests ask for beyond objects, workloads, pods, nodes and Services: kinds with controllers of
 * their own, kinds the server does not have by itself, ways of writing. Told by what they say, whoever they are.
 */
export function needsOf(commands: readonly string[], manifests: readonly string[]): readonly string[] {
  const texts = [...manifests, ...commands];
  const kinds = texts.flatMap((text) => [...text.matchAll(KIND)].map(([, kind = '']) => kind));
  const groups = texts.flatMap((text) => [...text.matchAll(GROUP)].map(([, group = '']) => group));
  const found = [
    ...KINDS.filter((kind) => kinds.includes(kind)),
    ...(groups.some((group) => !GROUPS.has(group)) ? ['custom kinds'] : []),
    ...COMMANDS.filter(([pattern]) => commands.some((command) => pattern.test(command))).map(
      ([, need]) => need,
    ),
  ];
  return [...new Set(found)];
}
