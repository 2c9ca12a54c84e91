import type { Kind } from '../kinds/kind.ts';
import type { Duration, Instant } from '../machinery/instant.ts';
import type { Draft, KubeObject, Ref, Uid } from '../machinery/object-meta.ts';
import type { Rng } from '../simulation/rng.ts';
import type { Change, Memory } from '../store/store.ts';

/** What to list. Each given part narrows; each is answered from an index, never by a scan of the cluster. */
export interface Query {
  readonly namespace?: string;
  /** A label selector as objects carry it, or a plain map of labels. */
  readonly labels?: LabelSelector | undefined;
  /** Only what has this owner (any ownerReference, not only the controlling one). */
  readonly owner?: Uid;
  /** Only pods bound to this node. */
  readonly node?: string;
  /** Only events about this object. */
  readonly involved?: Uid;
  /** Only what stands under a word of a further index (apiserver/indexes.ts names them). */
  readonly under?: { readonly index: IndexName; readonly word: string };
}

/**
 * Volumes that nobody claims by class name; volumes by the claim they are for, and pods by each claim they use:
 * `namespace/name`; attachments of volumes by `volume/name` and `node/name`; pods that have ended, all under the empty
 * word; active pods by how they stand (standing-index.ts); events by the minute they were last written in
 * (event-lease.ts); Services by their addresses and node ports, those from outside as `external/ADDRESS`; pods that may
 * be waiting for others, by words of their commands. `owner` is to be counted only: everything that names the uid as an
 * owner, of whatever kind.
 */
export type IndexName =
  | 'free-volume'
  | 'volume-of-claim'
  | 'pod-of-claim'
  | 'attachment'
  | 'finished-pod'
  | 'pod-standing'
  | 'event-lease'
  | 'service-address'
  | 'asking-pod'
  | 'owner';

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface DeleteOptions {
  readonly grace?: Duration;
  /** Refuse (Conflict) when the object is another one by now. */
  readonly uid?: Uid;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
}

/** What may be read: no request, no copy. Objects are values and must not be changed. */
export interface Reader {
  find<T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined;
  /** In key order (namespace, name). */
  list<T extends KubeObject>(kind: Kind<T>, query?: Query): readonly T[];
  /** How many the query answers; with only `owner` or only `node` it costs O(1). */
  count<T extends KubeObject>(kind: Kind<T>, query?: Query): number;
}

/** The programs of a cluster that write: managedFields name them. */
export type Component =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubelet'
  | 'cloud-controller-manager'
  | 'csi-provisioner'
  | 'csi-attacher'
  | 'csi-resizer';

/** What controllers, scheduler and kubelets hold. Synchronous and typed; throws StatusError. Never the store. */
export interface Client extends Reader {
  /** The same client in the name of another component. */
  as(component: Component): Client;
  get<T extends KubeObject>(kind: Kind<T>, ref: Ref): T;
  create<T extends KubeObject>(kind: Kind<T>, draft: Draft<T>): T;
  /** Conflict on a stale resourceVersion; writes nothing when nothing changed. */
  update<T extends KubeObject>(kind: Kind<T>, object: T): T;
  updateStatus<T extends KubeObject>(kind: Kind<T>, object: T): T;
  delete<T extends KubeObject>(kind: Kind<T>, ref: Ref, options?: DeleteOptions): void;
  /** Binds a pod to a node through pods/binding. */
  bind(pod: Ref, node: string): void;
  /** Asks for so many replicas through the scale sub-resource. */
  rescale<T extends KubeObject>(kind: Kind<T>, ref: Ref, replicas: number): void;
  /** Takes spec.finalizers of a namespace as given (namespaces/finalize). */
  finalize(namespace: KubeObject & { readonly spec?: unknown }): void;
  /** Any kind by apiVersion and kind; undefined when it is not served. For the garbage collector. */
  kindFor(apiVersion: string, kind: string): Kind | undefined;
  /** Every kind that is stored, in the server's order. */
  kinds(): readonly Kind[];
}

export type EventType = 'Normal' | 'Warning';

export interface EventOptions {
  /** involvedObject.fieldPath, `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** The node the source runs on (kubelet). */
  readonly host?: string;
  /** Who says it, where one actor speaks for several: a CSI driver. */
  readonly source?: string;
  /** Given by sources that write events.k8s.io events (the scheduler: `Binding`): eventTime instead of first and last time. */
  readonly action?: string;
}

/** What a reconcile is handed. Nothing else may be reached: no clock, no chance, no process. */
export interface Context {
  readonly client: Client;
  readonly now: Instant;
  /** Already forked for the actor; fork it again with a label for every draw. */
  readonly rng: Rng;
  /** The actor's own rows, kept with the state: only for what no object carries. */
  readonly memory: Memory;
  event(about: KubeObject, type: EventType, reason: string, message: string, options?: EventOptions): void;
}

/** What wakes an actor: a change to an object of `kind` becomes refs to look at. */
export interface Trigger {
  /** `every` looks at changes of whatever is served, also of what is not known yet. */
  readonly kind: Kind | 'every';
  readonly refs: (change: Change, reader: Reader) => Iterable<Ref>;
  /** How long the wake waits, so that changes that come one after another are looked at once. */
  readonly delay?: Duration;
  /** Instead of a delay: each change says when its wakes come. */
  readonly when?: (change: Change, now: Instant) => LookAgain;
}

/** When to look again if nothing changes before. */
export interface LookAgain {
  readonly at: Instant;
  /**
   * Whether something is going to happen then (a container starts, a grace period ends: `progress`), or whether it is
   * only a deadline, a back-off, a heartbeat, a resync (`standing`). A cluster with only standing wakes is settled.
   */
  readonly because: 'progress' | 'standing';
}

/** A controller, the scheduler, a kubelet: the whole contract. */
export interface Actor {
  /** Also the event source, `deployment-controller`. */
  readonly name: string;
  /** Whose part it is; kube-controller-manager's when it does not say. */
  readonly component?: Component;
  readonly triggers: readonly Trigger[];
  /**
   * Level-triggered and idempotent: reads state, decides in a pure function, writes at most its own kind and its children.
   * `ref` is whatever the triggers named (for a per-pod kubelet: the pod).
   */
  readonly reconcile: (ref: Ref, context: Context) => LookAgain | undefined;
  /** How often a failing reconcile is tried again before only a change wakes it; without limit when absent. */
  readonly retries?: number;
}
