import type { Hint } from './hint.ts';

/** Where what was served under old versions is now. */
const MOVED: Readonly<Record<string, string>> = {
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  CronJob: 'batch/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Ingress: 'networking.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  ReplicaSet: 'apps/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
};

export const oldVersion: Hint = ({ err }) => {
  const [, kind = '', version = ''] = /no matches for kind "(\w+)" in version "([^"]+)"/.exec(err) ?? [];
  const now = MOVED[kind];
  if (now === undefined || now === version) return undefined;
  const gone = `${version} is served no more, ${now} is`;
  // kubectl-convert never learned definitions.
  if (kind === 'CustomResourceDefinition') return `${gone}: sim explain ${kind.toLowerCase()} --recursive`;
  return `${gone}: sim convert -f MANIFEST`;
};

export const notAllowed: Hint = ({ err }) => {
  const [, user] = /is forbidden: User "([^"]+)" cannot/.exec(err) ?? [];
  return user === undefined ? undefined : `see what ${user} may do: sim auth can-i --list --as=${user}`;
};

export const stuckRollout: Hint = ({ words: [family, verb, ...named], err }) => {
  const isStuck = /timed out waiting|exceeded its progress deadline/.test(err);
  if (family !== 'rollout' || verb !== 'status' || !isStuck) return undefined;
  return `see what holds it up: sim describe ${named.join(' ')}`;
};
