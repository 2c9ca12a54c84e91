import type { Pod } from '../kinds/core/pod/types.ts';
import type { Instant } from '../machinery/instant.ts';
import type { Instance } from './instance.ts';
import type { VolumePlaces } from './volumes.ts';

/** Rows that are kept with the state, as the store's memory has them. */
export interface Rows {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** A run that changed data which outlives its pod: no object tells of it once the pod is gone. */
interface RecordedRun {
  readonly pod: Pod;
  readonly container: string;
  readonly restarts: number;
  readonly start: Instant;
  readonly end?: Instant;
  readonly places?: VolumePlaces;
}

/** A command that somebody ran in a container, or his talk with the container's own program. */
export interface RecordedCommand {
  /** Tells it from others of the pod. */
  readonly id: number;
  readonly container: string;
  readonly restarts: number;
  readonly at: Instant;
  /** What was run; absent: the container's own program. */
  readonly words?: readonly string[];
  /** It runs on a terminal. */
  readonly tty?: true;
  /** Nobody waited for the cluster's clock: it went on at once until it was done, or had nothing to read. */
  readonly isAhead?: true;
  readonly heard: readonly Heard[];
}

/** What came in for it to read, and that there is no more: `gone` is who listened. */
export interface Heard {
  readonly at: Instant;
  readonly text?: string;
  readonly end?: 'closed' | 'gone';
}

/** Most runs that are remembered of one volume: a crash loop's oldest are forgotten. */
const RUNS_MOST = 200;

const runsRow = (volume: string): string => `runs/${volume}`;
const commandsRow = (uid: string): string => `commands/${uid}`;

/** Notes that a run has begun which uses the volumes. */
export function recordStart(
  rows: Rows,
  volumes: readonly string[],
  { pod, container, restarts, start, places }: Instance,
): void {
  const run: RecordedRun = {
    pod: essential(pod, container.name),
    container: container.name,
    restarts,
    start,
    ...(places === undefined ? {} : { places }),
  };
  for (const volume of volumes) {
    const before = recorded(rows, volume).filter((one) => !isSame(one, run));
    rows.set(runsRow(volume), [...before, run].slice(-RUNS_MOST));
  }
}

/** Notes when it ended. */
export function recordEnd(
  rows: Rows,
  volumes: readonly string[],
  { pod, container, restarts, end }: Instance & { readonly end: Instant },
): void {
  const run = { pod, container: container.name, restarts };
  for (const volume of volumes) {
    const runs = recorded(rows, volume).map((one) => (isSame(one, run) ? { ...one, end } : one));
    if (runs.length > 0) rows.set(runsRow(volume), runs);
  }
}

/** Every run that is remembered of a volume. */
export function runsOn(rows: Rows, volume: string): readonly Instance[] {
  return recorded(rows, volume).flatMap(({ container, ...run }) => {
    const own = [...(run.pod.spec.initContainers ?? []), ...run.pod.spec.containers].find(
      ({ name }) => name === container,
    );
    return own === undefined ? [] : [{ ...run, container: own }];
  });
}

/** Notes a command, or what has become of it. */
export function recordCommand(rows: Rows, uid: string, command: RecordedCommand): void {
  const others = commandsIn(rows, uid).filter(({ id }) => id !== command.id);
  rows.set(commandsRow(uid), [...others, command]);
}

/** What it did is nothing that anybody could see later. */
export function forgetCommand(rows: Rows, uid: string, id: number): void {
  const others = commandsIn(rows, uid).filter((one) => one.id !== id);
  rows.set(commandsRow(uid), others.length === 0 ? undefined : others);
}

/** A number that no command of the pod has. */
export const freeId = (rows: Rows, uid: string): number =>
  Math.max(0, ...commandsIn(rows, uid).map(({ id }) => id)) + 1;

/** The commands that were run in one run of a container. */
export const commandsOf = ({ pod, container, restarts }: Instance, rows: Rows): readonly RecordedCommand[] =>
  commandsIn(rows, pod.metadata.uid).filter(
    (one) => one.container === container.name && one.restarts === restarts,
  );

/** Tells what was done in a run by commands from what had been done before; 0 where nothing was. */
export const touchesOf = (instance: Instance, rows: Rows): number =>
  commandsOf(instance, rows).reduce(
    (sum, { words, id, heard }) => (words === undefined ? sum : sum + id * 1000 + heard.length),
    0,
  );

const commandsIn = (rows: Rows, uid: string): readonly RecordedCommand[] =>
  (rows.get(commandsRow(uid)) as readonly RecordedCommand[] | undefined) ?? [];

const recorded = (rows: Rows, volume: string): readonly RecordedRun[] =>
  (rows.get(runsRow(volume)) as readonly RecordedRun[] | undefined) ?? [];

type Identity = Pick<RecordedRun, 'pod' | 'container' | 'restarts'>;

const isSame = (one: Identity, other: Identity): boolean =>
  one.pod.metadata.uid === other.pod.metadata.uid &&
  one.container === other.container &&
  one.restarts === other.restarts;

/** What a run needs to know of its pod. */
function essential({ metadata, spec, status, ...rest }: Pod, container: string): Pod {
  const { name, namespace, uid, labels, annotations, creationTimestamp } = metadata;
  const { initContainers = [], containers, volumes, nodeName, hostname, subdomain, securityContext } = spec;
  const only = containers.filter((one) => one.name === container);
  const initOnly = initContainers.filter((one) => one.name === container);
  return {
    apiVersion: rest.apiVersion,
    kind: rest.kind,
    metadata: {
      name,
      uid,
      creationTimestamp,
      resourceVersion: '',
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: {
      containers: only,
      ...(initOnly.length === 0 ? {} : { initContainers: initOnly }),
      ...(volumes === undefined ? {} : { volumes }),
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(hostname === undefined ? {} : { hostname }),
      ...(subdomain === undefined ? {} : { subdomain }),
      ...(securityContext === undefined ? {} : { securityContext }),
    },
    ...(status?.podIP === undefined ? {} : { status: { podIP: status.podIP } }),
  };
}
