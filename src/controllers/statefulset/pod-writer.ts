import type { Context } from '../../client/client.ts';
import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Time } from '../../machinery/instant.ts';
import { type Draft, isTerminating, type KubeObject, type Uid } from '../../machinery/object-meta.ts';
import { isAlreadyExists, type StatusError } from '../../machinery/status.ts';
import { aggregate, failed, refusal } from '../pod-control/refusals.ts';
import { hasStaleReference, hasUnexpectedController, isUpToDate, retained } from './claim-retention.ts';
import { claimNames, claimsFor, storageMatches } from './claims.ts';
import { identityMatches, withIdentity, withStorage } from './identity.ts';
import { ordinalOf } from './ordinals.ts';

type Verb = 'create' | 'update' | 'delete';
const REASONS = { create: 'Create', update: 'Update', delete: 'Delete' } as const;

/** Makes, repairs and deletes the pods of one set and their claims, and tells so on the set (S-12, S-30..S-33). */
export class PodWriter {
  readonly #context: Context;
  readonly #set: StatefulSet;

  constructor(context: Context, set: StatefulSet) {
    this.#context = context;
    this.#set = set;
  }

  /** Claims first, then the pod. A name that is taken is told nobody; the next sync will see the pod (S-31). */
  create(draft: Draft<Pod>): void {
    const pod = identified(draft);
    this.#toldOnFailure('create', pod, () => this.#createClaims(pod));
    const error = refusal(() => this.#context.client.create(Pod, draft));
    if (isAlreadyExists(error)) throw error;
    this.#toldOnFailure('update', pod, () => this.retainClaims(pod));
    this.#tell('create', pod, error);
    if (error !== undefined) throw error;
  }

  /** Puts right labels, volumes and claims of a pod (S-10.5). */
  repair(pod: Pod): void {
    let repaired = identityMatches(pod) ? pod : withIdentity(pod);
    if (!storageMatches(this.#set, repaired)) {
      repaired = withStorage(this.#set, repaired);
      this.#toldOnFailure('update', pod, () => this.#createClaims(pod));
    }
    const retain = !this.claimsAreRetained(pod);
    if (retain) this.#toldOnFailure('update', pod, () => this.retainClaims(pod));
    if (repaired === pod && !retain) return;
    const error = refusal(() => this.#context.client.update(Pod, repaired));
    this.#tell('update', pod, error);
    if (error !== undefined) throw error;
  }

  isAsItShouldBe(pod: Pod): boolean {
    return identityMatches(pod) && storageMatches(this.#set, pod) && this.claimsAreRetained(pod);
  }

  delete(pod: Pod | Draft<Pod>): void {
    const named = identified(pod);
    const { namespace = '' } = this.#set.metadata;
    const error = refusal(() => this.#context.client.delete(Pod, { namespace, name: named.metadata.name }));
    this.#tell('delete', named, error);
    if (error !== undefined) throw error;
  }

  createMissingClaims(pod: Pod): void {
    this.#createClaims(pod);
    this.#toldOnFailure('update', pod, () => this.retainClaims(pod));
  }

  /** An earlier pod of that name is still to take its claim along: the new pod waits until it is gone (S-33). */
  hasStaleClaim(draft: Draft<Pod>): boolean {
    const { whenScaled } = this.#set.spec.persistentVolumeClaimRetentionPolicy;
    if (whenScaled === 'Retain') return false;
    const pod = identified(draft);
    return this.#claimsOf(pod).some((claim) => hasStaleReference(claim.metadata.ownerReferences ?? [], pod));
  }

  claimsAreRetained(pod: KubeObject): boolean {
    const owners = { set: this.#set, pod };
    return this.#claimsOf(pod).every((claim) => isUpToDate(claim.metadata.ownerReferences ?? [], owners));
  }

  /** Gives the pod's claims the owners that the retention policy asks for (S-30). */
  retainClaims(pod: KubeObject): void {
    const owners = { set: this.#set, pod };
    for (const claim of this.#claimsOf(pod)) {
      const references = claim.metadata.ownerReferences ?? [];
      const { name } = claim.metadata;
      if (hasUnexpectedController(references, owners)) {
        const fault = 'has a conflicting OwnerReference that acts as a manging controller';
        const message = `PersistentVolumeClaim ${name} ${fault}, the retention policy is ignored for this claim`;
        this.#context.event(this.#set, 'Warning', 'ConflictingController', message);
      }
      if (isUpToDate(references, owners)) continue;
      const { ownerReferences: _, ...metadata } = claim.metadata;
      const kept = retained(references, owners);
      const updated = {
        ...claim,
        metadata: kept.length === 0 ? metadata : { ...metadata, ownerReferences: kept },
      };
      const error = refusal(() => this.#context.client.update(PersistentVolumeClaim, updated));
      if (error !== undefined)
        throw failed(`could not update claim ${name} for delete policy ownerRefs: ${error.message}`);
    }
  }

  #claimsOf(pod: KubeObject): readonly PersistentVolumeClaim[] {
    const { namespace = '' } = this.#set.metadata;
    return claimNames(this.#set, ordinalOf(pod.metadata.name)).flatMap(
      (name) => this.#context.client.find(PersistentVolumeClaim, { namespace, name }) ?? [],
    );
  }

  #createClaims(pod: KubeObject): void {
    const { client } = this.#context;
    const errors: StatusError[] = [];
    for (const draft of claimsFor(this.#set, ordinalOf(pod.metadata.name))) {
      const name = draft.metadata.name ?? '';
      const existing = client.find(PersistentVolumeClaim, {
        namespace: draft.metadata.namespace ?? '',
        name,
      });
      if (existing !== undefined) {
        if (isTerminating(existing)) errors.push(failed(`pvc ${name} is being deleted`));
        continue;
      }
      const error = refusal(() => client.create(PersistentVolumeClaim, draft));
      if (error !== undefined) errors.push(failed(`failed to create PVC ${name}: ${error.message}`));
      if (!isAlreadyExists(error)) this.#tellOfClaim(name, pod, error);
    }
    const error = aggregate(errors);
    if (error !== undefined) throw error;
  }

  #toldOnFailure(verb: Verb, pod: KubeObject, act: () => void): void {
    const error = refusal(act);
    if (error === undefined) return;
    this.#tell(verb, pod, error);
    throw error;
  }

  #tell(verb: Verb, pod: KubeObject, error: StatusError | undefined): void {
    const subject = `${verb} Pod ${pod.metadata.name} in StatefulSet ${this.#set.metadata.name}`;
    if (error === undefined) {
      this.#context.event(this.#set, 'Normal', `Successful${REASONS[verb]}`, `${subject} successful`);
    } else {
      this.#context.event(
        this.#set,
        'Warning',
        `Failed${REASONS[verb]}`,
        `${subject} failed error: ${error.message}`,
      );
    }
  }

  #tellOfClaim(claim: string, pod: KubeObject, error: StatusError | undefined): void {
    const place = `Pod ${pod.metadata.name} in StatefulSet ${this.#set.metadata.name}`;
    if (error === undefined) {
      this.#context.event(this.#set, 'Normal', 'SuccessfulCreate', `create Claim ${claim} ${place} success`);
    } else {
      const message = `create Claim ${claim} for ${place} failed error: ${error.message}`;
      this.#context.event(this.#set, 'Warning', 'FailedCreate', message);
    }
  }
}

/** A pod as far as references tell it: one that is not made yet has no uid. */
function identified({ metadata }: Pod | Draft<Pod>): KubeObject {
  const { name = '', uid = '' as Uid, resourceVersion = '', creationTimestamp = '' as Time } = metadata;
  return { apiVersion: 'v1', kind: Pod.kind, metadata: { name, uid, resourceVersion, creationTimestamp } };
}
