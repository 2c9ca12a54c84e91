import type { Kind } from '../kinds/kind.ts';
import type { Instant } from '../machinery/instant.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { Rng } from '../simulation/rng.ts';
import type { Store } from '../store/store.ts';
import type { AddressRange } from './admission/address-range.ts';
import type { User } from './authorization/user.ts';
import type { Containers } from './containers.ts';
import type { Entries } from './managed-fields/entries.ts';
import type { Registry } from './registry.ts';

/** What every request handler works with. */
export interface Backend {
  readonly store: Store;
  readonly registry: Registry;
  readonly now: () => Instant;
  readonly rng: Rng;
  readonly admission: readonly Admission[];
  /** Tells who asks of something beside the answer: the text of a Warning header. Not there for our own components. */
  readonly warn?: (text: string) => void;
  /** Tells of a request as it was read: of one that is refused, too, and before all other warnings. */
  readonly warnFirst?: (texts: readonly string[]) => void;
  /** Who asks, where that is somebody who may not do everything. */
  readonly user?: User;
  /** Where the addresses of Services come from. */
  readonly serviceRange: AddressRange;
  /** Whoever asks in another name may do everything, whatever the roles say. */
  readonly allowsEverything?: boolean;
  /** Lets everybody else act, where upstream sleeps and looks again. Not there for those who act themselves. */
  readonly pause?: () => void;
  /** Calls back whenever the cluster's clock has moved. */
  readonly onTime?: (look: () => void) => () => void;
  /** The containers of all nodes, where there are any. */
  readonly containers?: Containers;
}

export type Operation = 'create' | 'update' | 'delete';

/** What is being asked, as admission sees it. */
export interface AdmissionRequest {
  readonly operation: Operation;
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly before?: KubeObject;
  /** Only this part of the object is written. */
  readonly subresource?: string | undefined;
  readonly dryRun: boolean;
}

/** One step of admission: returns the object to go on with, or throws a StatusError. */
export interface Admission {
  readonly name: string;
  /** What the step is asked about. */
  readonly handles: readonly Operation[];
  /** Validating steps see the object after it was found valid, and change nothing. */
  readonly stage?: 'validating';
  /** Whether the step has anything to say about this kind: decided once per kind. */
  readonly concerns: (kind: Kind) => boolean;
  readonly admit: (request: AdmissionRequest, backend: Backend) => KubeObject;
}

type Stage = 'mutating' | 'validating';
type Chains = Readonly<Record<Stage, Readonly<Record<Operation, readonly Admission[]>>>>;

const chains = new WeakMap<readonly Admission[], WeakMap<Kind, Chains>>();

/** Runs the steps that concern the kind and handle the operation, in order. */
export function admit(request: AdmissionRequest, backend: Backend, stage: Stage = 'mutating'): KubeObject {
  const steps = chainsOf(request.kind, backend.admission)[stage][request.operation];
  let { object } = request;
  for (const step of steps) {
    object = step.admit(object === request.object ? request : { ...request, object }, backend);
  }
  return object;
}

function chainsOf(kind: Kind, steps: readonly Admission[]): Chains {
  let byKind = chains.get(steps);
  if (byKind === undefined) {
    byKind = new WeakMap<Kind, Chains>();
    chains.set(steps, byKind);
  }
  let found = byKind.get(kind);
  if (found === undefined) {
    const own = steps.filter((step) => step.concerns(kind));
    found = { mutating: chainOf(own, 'mutating'), validating: chainOf(own, 'validating') };
    byKind.set(kind, found);
  }
  return found;
}

function chainOf(steps: readonly Admission[], stage: Stage): Chains[Stage] {
  const own = steps.filter((step) => (step.stage ?? 'mutating') === stage);
  const of = (operation: Operation): readonly Admission[] =>
    own.filter(({ handles }) => handles.includes(operation));
  return { create: of('create'), update: of('update'), delete: of('delete') };
}

/** Choices of a write that do not belong to the object. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Who writes, for managedFields. */
  readonly manager?: string;
  /** Who owns what from now on, where that is settled already: apply, and writes by way of a Scale. */
  readonly entries?: Entries;
  /** The object comes from our own typed code: it is known to be well-formed. */
  readonly trusted?: boolean;
}
