import { Deployment } from '../../src/kinds/apps/deployment/kind.ts';
import type {
  DeploymentCondition,
  DeploymentSpec,
  DeploymentStrategy,
} from '../../src/kinds/apps/deployment/types.ts';
import { ReplicaSet } from '../../src/kinds/apps/replicaset/kind.ts';
import type { IntOrString } from '../../src/machinery/int-or-string.ts';
import type { Draft } from '../../src/machinery/object-meta.ts';
import { type Stage, scaling } from './scenario.ts';

/** Names of the ReplicaSets of `kubectl create deployment web --image=nginx:...` on 1.33. */
const SHORT: Readonly<Record<string, string>> = {
  'web-7b84c5f95f': 'v1',
  'web-569696d9f6': 'v2',
  'web-8566457f6d': 'bad',
};
const shortOf = (name: string): string => SHORT[name] ?? name;

type Wishes = Partial<Omit<DeploymentSpec, 'template' | 'selector'>> & {
  readonly image?: string;
  readonly annotations?: Readonly<Record<string, string>>;
};

/** As `kubectl create deployment web --image=nginx:1.25` makes it. */
export function webOf(
  replicas: number,
  { image = 'nginx:1.25', annotations, ...spec }: Wishes = {},
): Draft<Deployment> {
  const labels = { app: 'web' };
  const draft = {
    metadata: { name: 'web', labels, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image }] } },
      ...spec,
    },
  };
  return draft as Draft<Deployment>;
}

export const rolling = (
  maxSurge: IntOrString,
  maxUnavailable: IntOrString,
): { readonly strategy: DeploymentStrategy } => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
});
export const RECREATE: { readonly strategy: DeploymentStrategy } = { strategy: { type: 'Recreate' } };

/** W(n): all pods Ready; what happened until then is forgotten. */
export function web(stage: Stage, replicas: number, wishes: Wishes = {}): void {
  stage.create(Deployment, webOf(replicas, wishes));
  stage.changes.length = 0;
}

export const deployment = (stage: Stage): Deployment => stage.get(Deployment, 'web');

export function setSpec(stage: Stage, spec: Partial<DeploymentSpec>): void {
  stage.edit(Deployment, 'web', (object) => ({ ...object, spec: { ...object.spec, ...spec } }));
}

/** `kubectl set image deploy/web nginx=...` */
export function setImage(stage: Stage, image: string): void {
  stage.edit(Deployment, 'web', (object) => {
    const containers = object.spec.template.spec.containers.map((container) => ({ ...container, image }));
    const { template } = object.spec;
    return {
      ...object,
      spec: { ...object.spec, template: { ...template, spec: { ...template.spec, containers } } },
    };
  });
}

/** Scaling steps since they were last asked for. */
export const stepsOf = (stage: Stage): readonly string[] => scaling(stage, shortOf);

/** Scaling steps until now; after each R (one held pod of the prefix becomes Ready) those it brings. */
export function rollout(stage: Stage, prefix = ''): readonly string[] {
  const steps = [...stepsOf(stage)];
  while (stage.ready(prefix)) steps.push('R', ...stepsOf(stage));
  return steps;
}

/** `v1: 3/3/3`: wanted, there, ready; the oldest first. */
export function replicaSets(stage: Stage): Readonly<Record<string, string>> {
  const rows = stage.list(ReplicaSet).map(({ metadata, spec, status }) => {
    const counts = `${spec.replicas}/${status?.replicas ?? 0}/${status?.readyReplicas ?? 0}`;
    return [shortOf(metadata.name), counts] as const;
  });
  return Object.fromEntries(rows);
}

/** As `kubectl get deploy` shows it: `3/3 3 3`. */
export function row(stage: Stage): string {
  const { spec, status } = deployment(stage);
  const { readyReplicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  return `${readyReplicas}/${spec.replicas} ${updatedReplicas} ${availableReplicas}`;
}

const told = ({ status }: Deployment): readonly string[] =>
  (status?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason}`);

/** `Available True MinimumReplicasAvailable`, in their order. */
export const conditions = (stage: Stage): readonly string[] => told(deployment(stage));

/** The same for each state the deployment was in, equal ones in a row told once. */
export function conditionHistory(stage: Stage): readonly (readonly string[])[] {
  const states = stage.changes
    .filter(({ entry }) => entry.key.startsWith('apps/deployments/'))
    .map(({ entry }) => told(entry.value as Deployment));
  return states.filter((state, index) => state.join() !== states[index - 1]?.join());
}

export function condition(stage: Stage, type: DeploymentCondition['type']): DeploymentCondition | undefined {
  return deployment(stage).status?.conditions?.find((one) => one.type === type);
}

export const revisionOf = ({ metadata }: Deployment | ReplicaSet): string | undefined =>
  metadata.annotations?.['deployment.kubernetes.io/revision'];

/** The ReplicaSets' revisions, ascending. */
export function revisions(stage: Stage): readonly number[] {
  return stage
    .list(ReplicaSet)
    .map((set) => Number(revisionOf(set)))
    .sort((a, b) => a - b);
}

export const sizeAnnotations = ({ metadata }: ReplicaSet) => [
  metadata.annotations?.['deployment.kubernetes.io/desired-replicas'],
  metadata.annotations?.['deployment.kubernetes.io/max-replicas'],
];

/** What `kubectl rollout undo` does: the template of a revision, and the annotations of its ReplicaSet. */
export function undoTo(stage: Stage, revision: number): void {
  const target = stage.list(ReplicaSet).find((set) => revisionOf(set) === String(revision));
  if (target === undefined) throw new Error(`no revision ${revision}`);
  const { 'pod-template-hash': _, ...labels } = target.spec.template.metadata?.labels ?? {};
  const template = { ...target.spec.template, metadata: { ...target.spec.template.metadata, labels } };
  stage.edit(Deployment, 'web', (object) => ({ ...object, spec: { ...object.spec, template } }));
}
