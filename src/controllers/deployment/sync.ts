import type { Context } from '../../client/client.ts';
import { Deployment, type Deployment as DeploymentObject } from '../../kinds/apps/deployment/kind.ts';
import type { DeploymentCondition, DeploymentStatus } from '../../kinds/apps/deployment/types.ts';
import { ReplicaSet } from '../../kinds/apps/replicaset/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { isNotFound } from '../../machinery/status.ts';
import { hasAnnotations, REVISION, sizeAnnotations } from './annotations.ts';
import { set } from './conditions.ts';
import type { Resize } from './sizes.ts';

/**
 * One run of the controller for one deployment, with its working copy. Upstream keeps working on the copy it read, so
 * after one write to the deployment any further one in the same sync is refused as stale and the next sync makes it:
 * here it is left out from the start. It is seen in the number and order of the changes a watcher gets.
 */
export class Sync {
  readonly context: Context;
  #deployment: DeploymentObject;
  #written = false;

  constructor(context: Context, deployment: DeploymentObject) {
    this.context = context;
    this.#deployment = deployment;
  }

  get deployment(): DeploymentObject {
    return this.#deployment;
  }

  /** Whether the deployment was changed already: the next sync is on its way. */
  get written(): boolean {
    return this.#written;
  }

  /** Notes the revision in the annotations of the working copy; says whether it was another one before. */
  noteRevision(revision: string): boolean {
    const { metadata } = this.#deployment;
    if (metadata.annotations?.[REVISION] === revision) return false;
    const annotations = { ...metadata.annotations, [REVISION]: revision };
    this.#deployment = { ...this.#deployment, metadata: { ...metadata, annotations } };
    return true;
  }

  noteCondition(condition: DeploymentCondition): void {
    const { status } = this.#deployment;
    this.#deployment = {
      ...this.#deployment,
      status: { ...status, conditions: set(status?.conditions ?? [], condition) },
    };
  }

  noteStatus(status: DeploymentStatus): void {
    this.#deployment = { ...this.#deployment, status };
  }

  /** Writes status and annotations of the working copy, unless this sync has written before. */
  write(): void {
    if (this.#written) return;
    const stored = this.context.client.updateStatus(Deployment, this.#deployment);
    this.#written = stored.metadata.resourceVersion !== this.#deployment.metadata.resourceVersion;
  }

  /** Writes the status if it says something else; says whether it did. */
  writeIfChanged(status: DeploymentStatus): boolean {
    if (equalJson(this.#deployment.status ?? {}, status)) return false;
    this.noteStatus(status);
    this.write();
    return true;
  }

  /** Sizes a ReplicaSet, refreshes what it is told of the sizes, and tells so if the size is another one (D-31). */
  resize({ replicaSet, replicas }: Resize): ReplicaSet {
    const annotations = sizeAnnotations(this.#deployment);
    const { metadata, spec } = replicaSet;
    if (spec.replicas === replicas && hasAnnotations(replicaSet, annotations)) return replicaSet;
    const updated = this.context.client.update(ReplicaSet, {
      ...replicaSet,
      metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
      spec: { ...spec, replicas },
    });
    if (spec.replicas !== replicas) {
      const way = spec.replicas < replicas ? 'up' : 'down';
      const message = `Scaled ${way} replica set ${metadata.name} from ${spec.replicas} to ${replicas}`;
      this.context.event(this.#deployment, 'Normal', 'ScalingReplicaSet', message);
    }
    return updated;
  }

  /** One after the other, in order: the order of the events. A set may stand there twice (D-37). */
  resizeAll(resizes: readonly Resize[]): void {
    const latest = new Map<string, ReplicaSet>();
    for (const { replicaSet, replicas } of resizes) {
      const { uid } = replicaSet.metadata;
      latest.set(uid, this.resize({ replicaSet: latest.get(uid) ?? replicaSet, replicas }));
    }
  }

  forget(replicaSets: readonly ReplicaSet[]): void {
    for (const replicaSet of replicaSets) {
      try {
        this.context.client.delete(ReplicaSet, refOf(replicaSet));
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }
}
