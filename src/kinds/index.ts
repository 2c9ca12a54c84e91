import { ControllerRevision } from './apps/controllerrevision/kind.ts';
import { DaemonSet } from './apps/daemonset/kind.ts';
import { Deployment } from './apps/deployment/kind.ts';
import { ReplicaSet } from './apps/replicaset/kind.ts';
import { StatefulSet } from './apps/statefulset/kind.ts';
import { CronJob } from './batch/cronjob/kind.ts';
import { Job } from './batch/job/kind.ts';
import { Lease } from './coordination/lease/kind.ts';
import { ConfigMap } from './core/configmap/kind.ts';
import { Endpoints } from './core/endpoints/kind.ts';
import { Event } from './core/event/kind.ts';
import { Namespace } from './core/namespace/kind.ts';
import { Node } from './core/node/kind.ts';
import { PersistentVolume } from './core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from './core/persistentvolumeclaim/kind.ts';
import { Pod } from './core/pod/kind.ts';
import { Secret } from './core/secret/kind.ts';
import { Service } from './core/service/kind.ts';
import { ServiceAccount } from './core/serviceaccount/kind.ts';
import { EndpointSlice } from './discovery/endpointslice/kind.ts';
import type { AnyKind } from './kind.ts';
import { PriorityClass } from './scheduling/priorityclass/kind.ts';
import { StorageClass } from './storage/storageclass/kind.ts';

/** Every built-in kind, in the order `kubectl api-resources` lists them: by group, then by plural. */
// biome-ignore format: one kind a line
export const kinds: readonly AnyKind[] = [
  ConfigMap,
  Endpoints,
  Event,
  Namespace,
  Node,
  PersistentVolumeClaim,
  PersistentVolume,
  Pod,
  Secret,
  ServiceAccount,
  Service,
  ControllerRevision,
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
  CronJob,
  Job,
  Lease,
  EndpointSlice,
  PriorityClass,
  StorageClass,
];
