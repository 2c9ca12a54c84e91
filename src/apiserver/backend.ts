import type { Kind } from '../kinds/kind.ts';
import type { Instant } from '../machinery/instant.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { Rng } from '../simulation/rng.ts';
import type { Store } from '../store/store.ts';
import type { Registry } from './registry.ts';

/** What every request handler works with. */
export interface Backend {
  readonly store: Store;
  readonly registry: Registry;
  readonly now: () => Instant;
  readonly rng: Rng;
  readonly admission: readonly Admission[];
}

/** What is being asked, as admission sees it. */
export interface AdmissionRequest {
  readonly operation: 'create' | 'update' | 'delete';
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly before?: KubeObject;
  readonly dryRun: boolean;
}

/** One step of admission: returns the object to go on with, or throws a StatusError. */
export interface Admission {
  readonly name: string;
  /** Whether the step has anything to say about this kind: decided once per kind. */
  readonly concerns: (kind: Kind) => boolean;
  readonly admit: (request: AdmissionRequest, backend: Backend) => KubeObject;
}

const chains = new WeakMap<readonly Admission[], Map<Kind, readonly Admission[]>>();

/** Runs the steps that concern the kind, in order. */
export function admit(request: AdmissionRequest, backend: Backend): KubeObject {
  const byKind = chains.get(backend.admission) ?? new Map<Kind, readonly Admission[]>();
  chains.set(backend.admission, byKind);
  let chain = byKind.get(request.kind);
  if (chain === undefined) {
    chain = backend.admission.filter((step) => step.concerns(request.kind));
    byKind.set(request.kind, chain);
  }
  let { object } = request;
  for (const step of chain) object = step.admit({ ...request, object }, backend);
  return object;
}

/** Choices of a write that do not belong to the object. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Who writes, for managedFields. */
  readonly manager?: string;
  /** The object comes from our own typed code: it is known to be well-formed. */
  readonly trusted?: boolean;
}
