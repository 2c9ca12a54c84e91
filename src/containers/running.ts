import type { Container, EphemeralContainer } from '../kinds/core/pod/types.ts';
import type { Process } from '../shell/process.ts';
import type { RunningProgram } from '../shell/shell.ts';
import { entryPoint } from './entry-point.ts';
import { imageOf } from './images/index.ts';
import type { Instance } from './instance.ts';
import type { Performance } from './performance.ts';
import type { Played } from './played.ts';

/** The process that holds the namespaces of a pod. */
const PAUSE = '/pause';
/** How far from its server the first worker is numbered, and each process from the one before it. */
const WORKERS = 28;
const STEP = 6;

type Unnumbered = Omit<RunningProgram, 'id'> & { readonly isWorker?: true };

/** A run of a container, and what was started beside its own program. */
interface Running extends Pick<Performance, 'instance' | 'variables'> {
  readonly beside: readonly Process[];
}

/** What `ps` shows in a container: what runs in all that see the same processes. */
export function programsSeen(
  { pod, container }: Instance,
  { performances, exchanges, ended }: Pick<Played, 'performances' | 'exchanges' | 'ended'>,
): readonly RunningProgram[] {
  const isShared = pod.spec.shareProcessNamespace === true;
  const place = processNamespaceOf(container);
  const runs = [...performances].flatMap(([key, { instance, variables, process: main }]) => {
    const isOf = instance.pod.metadata.uid === pod.metadata.uid;
    const isSeen = isShared || processNamespaceOf(instance.container) === place;
    if (!isOf || !isSeen || ended.has(key)) return [];
    const own = [...exchanges].filter(([name]) => name.startsWith(`${key}#`));
    const beside = own.flatMap(([, { process }]) =>
      process === undefined || process === main ? [] : [process],
    );
    return [{ instance, variables, beside }];
  });
  return runningPrograms(runs, isShared);
}

/** Who debugs a container sees its processes. */
const processNamespaceOf = ({ name, targetContainerName }: Container & DebuggerPart): string =>
  targetContainerName || name;
type DebuggerPart = Partial<Pick<EphemeralContainer, 'targetContainerName'>>;

function runningPrograms(runs: readonly Running[], isShared: boolean): readonly RunningProgram[] {
  const commands = runs.flatMap(({ instance, beside }) =>
    beside
      .filter(({ status }) => status === undefined)
      .map(({ command, start }) => ({ user: userOf(instance), command, start })),
  );
  const start = runs[0]?.instance.start ?? 0;
  const pause = isShared ? [{ user: '65535', command: PAUSE, start }] : [];
  return numbered([...pause, ...runs.flatMap(programsOf), ...commands]);
}

function numbered(programs: readonly Unnumbered[]): RunningProgram[] {
  let id = 1 - STEP;
  return programs.map(({ isWorker, ...program }, index) => {
    const isNext = isWorker === true && programs[index - 1]?.isWorker === true;
    id += isWorker !== true ? STEP : isNext ? 1 : WORKERS;
    return { id, ...program };
  });
}

function programsOf({ instance, variables }: Running): Unnumbered[] {
  const { container, start } = instance;
  const { title, workers = [] } = imageOf(container.image ?? '');
  const own =
    container.command === undefined && title !== undefined
      ? title
      : entryPoint(container, variables).join(' ');
  const main = { user: userOf(instance), command: own === '' ? nameOf(container.image ?? '') : own, start };
  if (own !== title) return [main];
  return [main, ...workers.map((worker) => ({ ...worker, start, isWorker: true as const }))];
}

/** What nobody knows to be started bears the name of its image. */
const nameOf = (image: string): string => image.replace(/^.*\/|[:@].*$/g, '');

function userOf({ pod, container }: Instance): string {
  const id = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? 0;
  return id === 0 ? 'root' : String(id);
}
