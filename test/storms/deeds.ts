import type { Client } from '../../src/client/client.ts';
import { Node } from '../../src/kinds/core/node/kind.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import { formatGoDuration } from '../../src/machinery/duration.ts';
import type { Duration, Instant } from '../../src/machinery/instant.ts';
import type { Rng } from '../../src/simulation/rng.ts';
import type { Habit } from './storm-file.ts';

/** What one decides by: the cluster as it is, and chance. */
export interface Scene {
  readonly client: Client;
  readonly rng: Rng;
  readonly now: Instant;
}

/** A command line behind `sim`, word by word. */
export type Words = readonly string[];

/** What is typed now, and what is typed when it is over. */
export interface Deed {
  readonly now: readonly Words[];
  readonly later?: { readonly wait: Duration; readonly lines: readonly Words[] };
}

type Choice = (habit: Habit, scene: Scene) => Deed;

const NOTHING: Deed = { now: [] };

/** What users do, and what breaks, by the word that storms name it with. */
export const deeds: Readonly<Record<string, Choice>> = {
  scale: typed((target, { between }, { rng }) => ['scale', target, `--replicas=${within(between, rng)}`]),
  'set-image': typed((target, { from }, { rng }) => ['set', 'image', target, `*=${oneOf(from, rng)}`]),
  restart: typed((target) => ['rollout', 'restart', target]),
  undo: typed((target) => ['rollout', 'undo', target]),
  pause: typed((target) => ['rollout', 'pause', target]),
  resume: typed((target) => ['rollout', 'resume', target]),
  'run-now': typed((target, _habit, { rng }) => ['create', 'job', `now-${rng.hex(6)}`, `--from=${target}`]),
  suspend: lasting((target) => [patched(target, true), patched(target, false)]),
  load: typed((target, { between }, { rng, now }) => {
    const share = Math.min(1, Math.max(0, daylight(now) * (0.85 + 0.3 * rng.fraction())));
    const milli = Math.round(between[0] + (between[1] - between[0]) * share);
    return ['load', target, `cpu=${milli}m`];
  }),
  'delete-pod': (_habit, scene) => {
    const pod = chosen(scene.client.list(Pod, { namespace: 'default' }), scene.rng);
    return pod === undefined ? NOTHING : { now: [['delete', 'pod', pod.metadata.name, '--wait=false']] };
  },
  'delete-and-apply': lasting((target, { name }) => [
    ['delete', target, '--wait=false'],
    ['apply', '-f', name],
  ]),
  drain: ofNode((node, { rng }) => ({
    now: [['cordon', node], ...(rng.chance(0.5) ? [podsOff(node)] : [])],
    back: [['uncordon', node]],
  })),
  'node-lost': ofNode((node) => ({
    now: [['fault', 'add', 'node-lost', `node/${node}`]],
    back: [['node', 'start', node]],
  })),
  'node-removed': ofNode((node) => ({ now: [['node', 'remove', node]], back: [['node', 'add', node]] })),
  'disk-full': nodeFault('disk-full'),
  'memory-low': nodeFault('memory-low'),
  'image-pull': fault('image-pull'),
  'container-crash': fault('container-crash'),
  'probe-failure': fault('probe-failure'),
};

/** Where `apply -f` finds what runs. */
export const MANIFESTS = 'storm.yaml';

type Line = (target: string, habit: Habit, scene: Scene) => Words;

function typed(line: Line): Choice {
  return (habit, scene) => {
    const target = oneOf(habit.to, scene.rng);
    return { now: [line(target, habit, scene)] };
  };
}

function lasting(
  lines: (target: string, files: { readonly name: string }) => readonly [Words, Words],
): Choice {
  return (habit, { rng }) => {
    const [now, back] = lines(oneOf(habit.to, rng), { name: MANIFESTS });
    return { now: [now], later: { wait: lengthOf(habit, rng), lines: [back] } };
  };
}

function ofNode(
  act: (node: string, scene: Scene) => { readonly now: readonly Words[]; readonly back: readonly Words[] },
): Choice {
  return (habit, scene) => {
    const node = workerOf(scene);
    if (node === undefined) return NOTHING;
    const { now, back } = act(node, scene);
    return { now, later: { wait: lengthOf(habit, scene.rng), lines: back } };
  };
}

function fault(name: string): Choice {
  return (habit, scene) => ({ now: [struck(name, oneOf(habit.to, scene.rng), habit, scene)] });
}

function nodeFault(name: string): Choice {
  return (habit, scene) => {
    const node = workerOf(scene);
    return node === undefined ? NOTHING : { now: [struck(name, `node/${node}`, habit, scene)] };
  };
}

const struck = (name: string, target: string, habit: Habit, { rng }: Scene): Words => [
  'fault',
  'add',
  name,
  target,
  `--for=${formatGoDuration(lengthOf(habit, rng))}`,
];

const podsOff = (node: string): Words => [
  'drain',
  node,
  '--ignore-daemonsets',
  '--delete-emptydir-data',
  '--force',
  '--timeout=1m',
];

const patched = (target: string, suspend: boolean): Words => [
  'patch',
  target,
  '-p',
  JSON.stringify({ spec: { suspend } }),
];

/** From night (0) to early afternoon (1) and back. */
const daylight = (now: Instant): number => (1 - Math.cos(((now / 3_600_000 - 2) / 24) * 2 * Math.PI)) / 2;

function workerOf({ client, rng }: Scene): string | undefined {
  const workers = client
    .list(Node)
    .filter(({ metadata: { labels } }) => labels?.['node-role.kubernetes.io/control-plane'] === undefined);
  return chosen(workers, rng)?.metadata.name;
}

const chosen = <T>(items: readonly T[], rng: Rng): T | undefined => items[rng.integer(items.length)];
const oneOf = (items: readonly string[], rng: Rng): string => chosen(items, rng) ?? '';
const within = ([least, most]: readonly [number, number], rng: Rng): number =>
  least + rng.integer(most - least + 1);
const lengthOf = ({ lasts: [least, most] }: Habit, rng: Rng): Duration =>
  (least + Math.round((rng.fraction() * (most - least)) / 1000) * 1000) as Duration;
