import type { DaemonSet, DaemonSetSpec } from '../../src/kinds/apps/daemonset/types.ts';
import type { Deployment, DeploymentSpec, DeploymentStatus } from '../../src/kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../src/kinds/apps/replicaset/types.ts';
import type {
  StatefulSet,
  StatefulSetSpec,
  StatefulSetStatus,
} from '../../src/kinds/apps/statefulset/types.ts';
import type { Node, Taint } from '../../src/kinds/core/node/types.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '../../src/kinds/core/pod/types.ts';
import { type Instant, instant, type Time, timeOf } from '../../src/machinery/instant.ts';
import type { KubeObject, ObjectMeta, Uid } from '../../src/machinery/object-meta.ts';

/** The instant that tests of pure functions call now: noon of a day, in whole seconds. */
export const NOON: Instant = instant(Date.parse('2026-01-01T12:00:00Z'));
export const secondsAgo = (seconds: number): Time => timeOf(instant(NOON - seconds * 1000));
/** The nth second of the day: creation times that only have to differ. */
export const second = (count: number): Time => timeOf(instant(NOON - 86_400_000 + count * 1000));

export const TEMPLATE: PodTemplateSpec = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
};
export const OTHER_TEMPLATE: PodTemplateSpec = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.26' }] },
};

export function meta(name: string, more: Partial<ObjectMeta> = {}): ObjectMeta {
  return {
    name,
    namespace: 'default',
    uid: `uid-of-${name}` as Uid,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: second(0),
    ...more,
  };
}

interface DeploymentParts {
  readonly name?: string;
  readonly spec?: Partial<DeploymentSpec>;
  readonly status?: DeploymentStatus;
  readonly metadata?: Partial<ObjectMeta>;
}

export function deploymentOf({ name = 'web', spec, status, metadata }: DeploymentParts): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(name, metadata),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: TEMPLATE,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
}

interface ReplicaSetParts {
  readonly name: string;
  readonly replicas: number;
  readonly statusReplicas?: number;
  readonly available?: number;
  readonly ready?: number;
  readonly created?: number;
  readonly template?: PodTemplateSpec;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly metadata?: Partial<ObjectMeta>;
  readonly minReadySeconds?: number;
}

export function replicaSetOf(parts: ReplicaSetParts): ReplicaSet {
  const { name, replicas, created = 0, template = TEMPLATE, annotations, minReadySeconds } = parts;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(name, {
      creationTimestamp: second(created),
      ...(annotations === undefined ? {} : { annotations }),
      ...parts.metadata,
    }),
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template,
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    },
    status: {
      replicas: parts.statusReplicas ?? 0,
      readyReplicas: parts.ready ?? 0,
      availableReplicas: parts.available ?? 0,
      observedGeneration: 1,
    },
  };
}

interface PodParts {
  readonly name: string;
  readonly node?: string;
  readonly phase?: NonNullable<Pod['status']>['phase'];
  readonly ready?: boolean;
  /** undefined: Ready, but nobody wrote down since when. */
  readonly readySince?: Time | undefined;
  readonly created?: Time;
  readonly labels?: Readonly<Record<string, string>>;
  readonly terminating?: boolean;
  readonly owner?: KubeObject;
  readonly spec?: Partial<PodSpec>;
  readonly status?: Pod['status'];
  readonly metadata?: Partial<ObjectMeta>;
}

export function podOf(parts: PodParts): Pod {
  const { name, node, phase = 'Running', ready = false, readySince, created, labels, owner } = parts;
  const since = readySince === undefined ? {} : { lastTransitionTime: readySince };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(name, {
      ...(created === undefined ? {} : { creationTimestamp: created }),
      labels: labels ?? { app: 'web' },
      ...(parts.terminating === true ? { deletionTimestamp: timeOf(NOON) } : {}),
      ...(owner === undefined ? {} : { ownerReferences: [{ ...refTo(owner), controller: true }] }),
      ...parts.metadata,
    }),
    spec: {
      ...TEMPLATE.spec,
      ...(node === undefined || node === '' ? {} : { nodeName: node }),
      ...parts.spec,
    },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', ...since }],
      ...parts.status,
    },
  };
}

const refTo = ({ apiVersion, kind, metadata }: KubeObject) => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid,
});

interface StatefulSetParts {
  readonly name?: string;
  readonly spec?: Partial<StatefulSetSpec>;
  readonly status?: StatefulSetStatus;
  readonly metadata?: Partial<ObjectMeta>;
}

export function statefulSetOf({ name = 'web', spec, status, metadata }: StatefulSetParts = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(name, metadata),
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: TEMPLATE,
      serviceName: 'web',
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
}

interface DaemonSetParts {
  readonly name?: string;
  readonly spec?: Partial<DaemonSetSpec>;
  readonly status?: DaemonSet['status'];
  readonly metadata?: Partial<ObjectMeta>;
}

export function daemonSetOf({ name = 'agent', spec, status, metadata }: DaemonSetParts = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta(name, { annotations: { 'deprecated.daemonset.template.generation': '1' }, ...metadata }),
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: TEMPLATE,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      revisionHistoryLimit: 10,
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  };
}

interface NodeParts {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
}

export function nodeOf({ name, labels, taints, unschedulable }: NodeParts): Node {
  const { namespace: _, ...metadata } = meta(name, labels === undefined ? {} : { labels });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata,
    spec: {
      ...(taints === undefined ? {} : { taints }),
      ...(unschedulable === undefined ? {} : { unschedulable }),
    },
  };
}
