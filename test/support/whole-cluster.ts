import { readFileSync } from 'node:fs';
import type { Client } from '../../src/client/client.ts';
import { actorsFor } from '../../src/cluster/actors.ts';
import { bootstrapPolicy } from '../../src/cluster/bootstrap-policy/tables.ts';
import { type Cluster, createCluster, extraIndexes } from '../../src/cluster/cluster.ts';
import { createInitialObjects } from '../../src/cluster/initial-objects.ts';
import { defaultSettings, type Settings } from '../../src/cluster/settings.ts';
import { DaemonSet } from '../../src/kinds/apps/daemonset/kind.ts';
import { Deployment } from '../../src/kinds/apps/deployment/kind.ts';
import { StatefulSet } from '../../src/kinds/apps/statefulset/kind.ts';
import { columns } from '../../src/kinds/core/pod/columns.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import type { PodSpec } from '../../src/kinds/core/pod/types.ts';
import { Service } from '../../src/kinds/core/service/kind.ts';
import { erased, type Kind } from '../../src/kinds/kind.ts';
import { loadTypes } from '../../src/kinds/schema/source.ts';
import type { Durations } from '../../src/kubelet/settings.ts';
import { after, type Instant, instant, seconds } from '../../src/machinery/instant.ts';
import type { Draft, KubeObject } from '../../src/machinery/object-meta.ts';
import { createAgenda } from '../../src/simulation/agenda.ts';
import { byInvolved, byLabel, byNode, byOwned, byOwner } from '../../src/store/indexes.ts';
import { createStore } from '../../src/store/memory-store.ts';
import { eventTexts } from './event-texts.ts';

loadTypes(() => readFileSync(`${import.meta.dirname}/../../src/kinds/schema/types.json`, 'utf8'));

const START: Instant = instant(Date.parse('2026-01-01T12:00:00.250Z'));

/** Everything takes as long every time: what is left to see is the order of things. */
export const STEADY: Durations = {
  pull: [1200, 1200],
  check: [100, 100],
  start: [200, 200],
  stop: [1000, 1000],
  notice: [500, 500],
  firstProbe: [100, 100],
};

type Wishes = Partial<Settings> & { readonly durations?: Durations };

/** A cluster with everything in it, in virtual time: control-plane, worker-1 and worker-2 unless wished otherwise. */
export class WholeCluster {
  readonly cluster: Cluster;
  readonly client: Client;

  /** `history` is how many changes the store remembers. */
  constructor(wishes: Wishes = {}, { history }: { readonly history?: number } = {}) {
    const settings = { ...defaultSettings(7, START), ...wishes };
    const store = createStore({
      indexes: [byOwner, byOwned, byNode, byLabel, byInvolved, ...extraIndexes],
      ...(history === undefined ? {} : { history }),
    });
    store.load(bootstrapPolicy(settings));
    const agenda = createAgenda();
    const actors = () => actorsFor(settings, { memory: store.memory, agenda });
    this.cluster = createCluster({ settings, store, agenda, now: START, actors });
    this.client = this.cluster.client;
    createInitialObjects(this.client, settings);
    this.cluster.settle();
  }

  create(...drafts: readonly Made[]): void {
    for (const { kind, ...draft } of drafts) this.client.create(kind, draft);
    this.cluster.settle();
  }

  get now(): Instant {
    return this.cluster.clock.now();
  }

  /** Runs on for so many seconds. */
  pass(length: number): void {
    this.cluster.advanceTo(after(this.now, seconds(length)));
  }

  /** Runs on until so many seconds after the start. */
  passTo(second: number): void {
    this.cluster.advanceTo(after(START, seconds(second)));
  }

  /** Whole seconds since the start, as timestamps tell them. */
  secondOf(time: string | null | undefined): number {
    return (Date.parse(time ?? '') - Math.floor(START / 1000) * 1000) / 1000;
  }

  /** Events about the name from one source, as `Type Reason Message`, oldest first. */
  events(name: string, source?: string): readonly string[] {
    return eventTexts(this.client, name, source);
  }

  /** As `get` of a pod in the default namespace. */
  pod(name: string): Pod {
    return this.client.get(Pod, { namespace: 'default', name });
  }

  settle(): void {
    this.cluster.settle();
  }

  /** From now on: what `get pods --watch` would show of the pod, each row with how many whole seconds have passed; `gone` at its end. */
  watchPod(name: string): readonly string[] {
    const rows: string[] = [];
    let last = '';
    const since = this.now;
    this.cluster.store.watch(`core/pods/default/${name}`, ({ type, entry }) => {
      const pod = entry.value as Pod;
      if (pod.metadata.name !== name) return;
      const row = type === 'DELETED' ? 'gone' : podRow(pod, this.now);
      if (row === last) return;
      last = row;
      rows.push(`${Math.floor((this.now - since) / 1000)}s ${row}`);
    });
    return rows;
  }
}

/** READY, STATUS and RESTARTS. */
export const podRow = (pod: Pod, now: Instant): string =>
  columns
    .filter(({ name }) => ['Ready', 'Status', 'Restarts'].includes(name))
    .map(({ cell }) => cell(pod, now))
    .join(' ')
    .replace(/ \(.* ago\)/, '');

/** An object to be made, with its kind. */
export type Made = Draft<KubeObject> & { readonly kind: Kind };

const made = <T extends KubeObject>(kind: Kind<T>, name: string, spec: object): Made => ({
  kind: erased(kind),
  metadata: { namespace: 'default', name },
  ...({ spec } as object),
});

const selector = (app: string) => ({ matchLabels: { app } });
const template = (app: string, spec: Partial<PodSpec> = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: app, image: 'nginx:1.27' }], ...spec },
});

export const pod = (name: string, spec: Partial<PodSpec> = {}): Made =>
  made(Pod, name, template(name, spec).spec);
export const deployment = (name: string, replicas: number): Made =>
  made(Deployment, name, { replicas, selector: selector(name), template: template(name) });
export const statefulSet = (name: string, replicas: number): Made =>
  made(StatefulSet, name, {
    replicas,
    serviceName: name,
    selector: selector(name),
    template: template(name),
  });
export const daemonSet = (name: string): Made =>
  made(DaemonSet, name, { selector: selector(name), template: template(name) });
export const service = (name: string, targetPort = 80): Made =>
  made(Service, name, { selector: { app: name }, ports: [{ port: 80, protocol: 'TCP', targetPort }] });
