import { ControllerRevision } from '../../src/kinds/apps/controllerrevision/kind.ts';
import { StatefulSet } from '../../src/kinds/apps/statefulset/kind.ts';
import type { StatefulSetSpec } from '../../src/kinds/apps/statefulset/types.ts';
import { isReady } from '../../src/kinds/core/pod/conditions.ts';
import type { Pod } from '../../src/kinds/core/pod/types.ts';
import { type Draft, isTerminating } from '../../src/machinery/object-meta.ts';
import type { Stage } from './scenario.ts';

type Wishes = Partial<Omit<StatefulSetSpec, 'template' | 'selector' | 'updateStrategy'>> & {
  readonly updateStrategy?: Partial<StatefulSetSpec['updateStrategy']>;
};

export const V1 = 'web-775cd5cf98';
export const V2 = 'web-75694757c5';

/** S(n): container nginx nginx:1.25, port 80, no volumes. */
export function setOf(replicas: number, wishes: Wishes = {}): Draft<StatefulSet> {
  const labels = { app: 'web' };
  const draft = {
    metadata: { name: 'web' },
    spec: {
      replicas,
      serviceName: 'web',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'nginx', image: 'nginx:1.25', ports: [{ containerPort: 80 }] }] },
      },
      ...wishes,
    },
  };
  return draft as unknown as Draft<StatefulSet>;
}

/** A set whose pods are all Ready. */
export function web(stage: Stage, replicas: number, wishes: Wishes = {}): void {
  stage.create(StatefulSet, setOf(replicas, wishes));
  stage.pass(5);
}

export const set = (stage: Stage): StatefulSet => stage.get(StatefulSet, 'web');

export function setSpec(stage: Stage, spec: Partial<StatefulSetSpec>): void {
  stage.edit(StatefulSet, 'web', (object) => ({ ...object, spec: { ...object.spec, ...spec } }));
}

export function setImage(stage: Stage, image: string): void {
  const { template } = set(stage).spec;
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  setSpec(stage, { template: { ...template, spec: { ...template.spec, containers } } });
}

const revisionOf = ({ metadata }: Pod): string => metadata.labels?.['controller-revision-hash'] ?? '';
const versionOf = (pod: Pod): string => ({ [V1]: 'v1', [V2]: 'v2' })[revisionOf(pod)] ?? revisionOf(pod);

/** `web-0 v1 Ready`, `web-1 v2 Pending`, by name. */
export function places(stage: Stage): readonly string[] {
  return stage.pods('web-').map((pod) => {
    const state = isTerminating(pod) ? 'Terminating' : isReady(pod) ? 'Ready' : pod.status?.phase;
    return `${pod.metadata.name} ${versionOf(pod)} ${state}`;
  });
}

/** Which pods came and went, in order: `+web-0`, `-web-0`. */
export function comings(stage: Stage): readonly string[] {
  const rows = stage.changes
    .filter(({ entry, type }) => entry.key.startsWith('core/pods/') && type !== 'MODIFIED')
    .map(({ entry, type }) => `${type === 'ADDED' ? '+' : '-'}${entry.value.metadata.name}`);
  stage.changes.length = 0;
  return rows;
}

/** currentReplicas, updatedReplicas, readyReplicas. */
export function counts(stage: Stage): readonly (number | undefined)[] {
  const { currentReplicas, updatedReplicas, readyReplicas } = set(stage).status ?? {};
  return [currentReplicas, updatedReplicas, readyReplicas];
}

export function revisionNumbers(stage: Stage): readonly number[] {
  return stage
    .list(ControllerRevision)
    .map(({ revision }) => revision)
    .sort((a, b) => a - b);
}
