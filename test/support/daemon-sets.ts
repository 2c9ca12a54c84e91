import { ControllerRevision } from '../../src/kinds/apps/controllerrevision/kind.ts';
import { DaemonSet } from '../../src/kinds/apps/daemonset/kind.ts';
import type { DaemonSetSpec } from '../../src/kinds/apps/daemonset/types.ts';
import { isReady } from '../../src/kinds/core/pod/conditions.ts';
import type { PodSpec } from '../../src/kinds/core/pod/types.ts';
import { type Draft, isTerminating } from '../../src/machinery/object-meta.ts';
import type { Stage } from './scenario.ts';

export const V1 = '64755b48bf';
export const V2 = 'f6f67cc86';

type Wishes = Partial<Pick<DaemonSetSpec, 'minReadySeconds' | 'revisionHistoryLimit' | 'updateStrategy'>> & {
  readonly pod?: Partial<PodSpec>;
};

/** A: container agent busybox:1.36, which sleeps. */
export function agentOf({ pod, ...spec }: Wishes = {}): Draft<DaemonSet> {
  const labels = { app: 'agent' };
  const containers = [{ name: 'agent', image: 'busybox:1.36', command: ['sleep', 'infinity'] }];
  const draft = {
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...pod } },
      ...spec,
    },
  };
  return draft as unknown as Draft<DaemonSet>;
}

/** All its pods are Ready, and older than what comes next. */
export function agent(stage: Stage, wishes: Wishes = {}): void {
  stage.create(DaemonSet, agentOf(wishes));
  stage.pass(2);
  stage.changes.length = 0;
}

export const set = (stage: Stage): DaemonSet => stage.get(DaemonSet, 'agent');

export function setSpec(stage: Stage, spec: Partial<DaemonSetSpec>): void {
  stage.edit(DaemonSet, 'agent', (object) => ({ ...object, spec: { ...object.spec, ...spec } }));
}

export function setImage(stage: Stage, image: string): void {
  const { template } = set(stage).spec;
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  setSpec(stage, { template: { ...template, spec: { ...template.spec, containers } } });
}

/** `node-1 v1 Ready`, by node and age. */
export function places(stage: Stage): readonly string[] {
  return stage
    .pods('agent-')
    .map((pod) => {
      const hash = pod.metadata.labels?.['controller-revision-hash'] ?? '';
      const version = { [V1]: 'v1', [V2]: 'v2' }[hash] ?? hash;
      const state = isTerminating(pod) ? 'Terminating' : isReady(pod) ? 'Ready' : pod.status?.phase;
      return `${pod.spec.nodeName} ${version} ${state}`;
    })
    .sort();
}

/** desired, current, misscheduled, ready, updated, available. */
export function counts(stage: Stage): readonly (number | undefined)[] {
  const status = set(stage).status;
  return [
    status?.desiredNumberScheduled,
    status?.currentNumberScheduled,
    status?.numberMisscheduled,
    status?.numberReady,
    status?.updatedNumberScheduled,
    status?.numberAvailable,
  ];
}

export const onNode = (stage: Stage, node: string): string =>
  stage.pods('agent-').find(({ spec }) => spec.nodeName === node)?.metadata.name ?? '';

/** `agent-64755b48bf 1`: name and number of each revision, by number. */
export function revisions(stage: Stage): readonly string[] {
  return stage
    .list(ControllerRevision)
    .toSorted((a, b) => a.revision - b.revision)
    .map(({ metadata, revision }) => `${metadata.name} ${revision}`);
}
