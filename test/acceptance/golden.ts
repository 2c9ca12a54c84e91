import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { olderWords } from '../kubectl/older-words.ts';
import { type Check, passes, type Result, textDetails, textDifference } from './check.ts';
import { type Answer, type Environment, shell, sim } from './command-line.ts';
import { reasonToLeaveOut, withDeviation } from './left-out.ts';
import { needsOf } from './needs.ts';
import { isAcceptedNow, sayAlike, saySame, withoutNewerColumns } from './newer-words.ts';
import { hashesIn, loadNormalize, type Options } from './normalize.ts';
import { isJudgedByKubectl, kubectlVersion, type Served, serveToKubectl } from './real-kubectl.ts';
import { recordings, workspace } from './workspace.ts';

interface Step {
  readonly kind: 'file' | 'run' | 'settle' | 'sleep' | 'until' | 'watch-start' | 'watch-stop';
  readonly n: number;
  readonly name?: string;
  readonly text?: string;
  readonly command?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exit?: number;
  readonly seconds?: number;
  readonly match?: string;
  readonly stable?: boolean;
}

interface Session {
  readonly namespace: string;
  readonly nodes: readonly string[];
  readonly keepNodes: boolean;
  readonly steps: readonly Step[];
}

/** The version of kubectl that the sessions were recorded with. */
const RECORDED_BY = '1.33';
const UNTIL_ATTEMPTS = 300;
/** How long a watch is given to say what it has to say, and how long to begin to on a busy machine. */
const WATCH_PAUSE = 700;
const WATCH_PATIENCE = 3000;
const HASH = /(?<=[a-z0-9]-|hash[=:]\s*"?)[456789bcdf]{6,10}(?=[^a-z0-9]|$)/g;

/** Replays a golden session step by step, in a cluster like the one it was recorded in. */
export async function replaySession(name: string): Promise<Result> {
  const reason = reasonToLeaveOut(name);
  if (reason !== undefined) return { checks: [], leftOut: reason };
  const session = JSON.parse(readFileSync(join(recordings, 'goldens/handed', name), 'utf8')) as Session;
  const place = workspace({ NS: session.namespace });
  process.chdir(place.files);
  let served: Served | undefined;
  try {
    await createCluster(session, place.environment);
    served = await serveToKubectl(place);
    const environment = served?.environment ?? place.environment;
    await prepare(session, environment);
    const checks = await replaySteps(session, place.files, environment);
    return {
      checks: checks.map(([step, check]) => withDeviation(name, step, check)),
      needs: needsOf(
        session.steps.map(({ command = '' }) => command),
        session.steps.map(({ text = '' }) => text),
      ),
    };
  } finally {
    await served?.end();
    place.remove();
  }
}

const settle = (environment: Environment): Promise<Answer> =>
  sim(['clock', 'advance', '--until', 'settled'], environment);

/** The real kubectl waits by its own clock: for it, the cluster's goes alike. */
async function createCluster({ nodes }: Session, environment: Environment): Promise<void> {
  const pace = isJudgedByKubectl ? 'realtime' : 'manual';
  const size = `--cpu 4 --memory 8Gi --pods 110 --kubelet fast --pace ${pace} --seed 1`.split(' ');
  const create = ['cluster', 'create', '--workers', nodes.join(','), '--control-planes', '0', ...size];
  await sim(create, environment);
}

async function prepare({ namespace }: Session, environment: Environment): Promise<void> {
  for (const line of [
    'label node node-1 node-role.kubernetes.io/control-plane=',
    'delete storageclass --all',
    `create namespace ${namespace}`,
    `config set-context --current --namespace ${namespace}`,
  ])
    await shell(`kubectl ${line}`, environment);
  await settle(environment);
}

type Numbered = readonly [number, Check];

async function replaySteps(
  session: Session,
  files: string,
  environment: Environment,
): Promise<readonly Numbered[]> {
  const checks: Numbered[] = [];
  let watch: Watch | undefined;
  for (const step of session.steps) {
    if (step.kind === 'watch-start') watch = await startWatch(step.command ?? '', environment);
    else if (step.kind === 'watch-stop' && watch !== undefined) {
      const answer = await stopWatch(watch, environment);
      const { exit: _, ...rest } = step;
      checks.push([step.n, await compare(session, { ...rest, command: watch.command }, answer, true)]);
    } else if (step.kind === 'run') {
      const answer = await shell(step.command ?? '', environment);
      if (step.stable !== false) checks.push([step.n, await compare(session, step, answer, false)]);
    } else await pass(step, files, environment);
  }
  return checks;
}

/** The steps that nobody compares. */
async function pass(step: Step, files: string, environment: Environment): Promise<void> {
  if (step.kind === 'file') {
    const path = join(files, step.name ?? '');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, step.text ?? '');
  } else if (step.kind === 'settle') await settle(environment);
  else if (step.kind === 'sleep') await sim(['clock', 'advance', `${step.seconds}s`], environment);
  else if (step.kind === 'until') {
    const wanted = new RegExp(step.match ?? '', 'm');
    for (let attempt = 0; attempt < UNTIL_ATTEMPTS; attempt++) {
      const { stdout, stderr } = await shell(step.command ?? '', environment);
      if (wanted.test(withoutNewerColumns(stdout) + stderr)) return;
      await sim(['clock', 'advance', '1s'], environment);
    }
  }
}

interface Watch {
  readonly command: string;
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, WATCH_PAUSE));

/** A watch is a process of its own, beside the commands that change things. */
async function startWatch(command: string, environment: Environment): Promise<Watch> {
  const child = spawn('bash', ['-c', `exec ${command}`], {
    env: environment as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => {
    said.stdout += data;
  });
  child.stderr?.on('data', (data) => {
    said.stderr += data;
  });
  await pause();
  for (let waited = WATCH_PAUSE; said.stdout === '' && waited < WATCH_PATIENCE; waited += WATCH_PAUSE)
    await pause();
  return { command, child, said };
}

async function stopWatch({ child, said }: Watch, environment: Environment): Promise<Answer> {
  await settle(environment);
  await pause();
  child.kill('SIGTERM');
  return { ...said, exit: 0 };
}

async function compare(session: Session, step: Step, answer: Answer, watches: boolean): Promise<Check> {
  const normalize = await loadNormalize();
  const { command = '' } = step;
  const options: Options = {
    ns: session.namespace,
    keepNodes: session.keepNodes,
    noHeaders: /--no-headers/.test(command),
    watch: watches || / -w\b|--watch\b/.test(command),
  };
  const form = (text: string): string =>
    drawnRowsSorted(withoutDumps(normalize(text, { ...options, hashes: hashesIn(text, HASH) }) ?? ''));
  const title = `step ${step.n}: ${command}`;
  const older = asOlderKubectl(command);
  if (older === undefined) return { ...passes(title), untold: true };
  const streams = (['stdout', 'stderr'] as const).map((stream) => ({
    stream,
    expected: form(older(step[stream] ?? '')),
    actual: form(answer[stream]),
  }));
  // Widths of columns follow what stands in them.
  const isOlder = isJudgedByKubectl && kubectlVersion() !== RECORDED_BY;
  const different = streams.filter(
    ({ expected, actual }) => !(isOlder ? sayAlike(expected, actual) : saySame(expected, actual)),
  );
  const exits = step.exit === undefined || step.exit === answer.exit;
  if (different.length === 0 && exits) return passes(title);
  if (answer.exit === 0 && step.exit !== 0 && isAcceptedNow(step.stderr ?? '')) return passes(title);
  const exit = exits ? '' : `exit ${step.exit} became ${answer.exit}`;
  return {
    title,
    same: false,
    differences: [
      ...different.map(({ stream, expected, actual }) => textDifference(stream, expected, actual)),
      ...(exits || different.length > 0 ? [] : [exit]),
    ],
    details: `${different.map((one) => textDetails(one.stream, one.expected, one.actual)).join('')}${exit}`,
  };
}

const KUBECTL = /(?:^|[\s;(])kubectl\s+([^|;)]*)/g;

/** What was recorded by kubectl 1.33, as the kubectl that judges says it; undefined where it is not known how. */
function asOlderKubectl(command: string): ((text: string) => string) | undefined {
  if (!isJudgedByKubectl) return (text) => text;
  const version = kubectlVersion();
  let all: (text: string) => string = (text) => text;
  for (const [, line = ''] of command.matchAll(KUBECTL)) {
    const [before, one] = [all, olderWords(version, line.trim().split(/\s+/))];
    if (one === undefined) return undefined;
    all = (text) => one(before(text));
  }
  return all;
}

/** Rows whose names end in drawn letters stand as they were drawn. */
function drawnRowsSorted(text: string): string {
  return text.replace(/^(?:[^\s,]+-<RAND5> .*\n){2,}/gm, (rows) =>
    rows
      .trimEnd()
      .split('\n')
      .sort()
      .map((row) => `${row}\n`)
      .join(''),
  );
}

/** An object quoted whole in an error, and Go's dump of a struct, grow with the version. */
function withoutDumps(text: string): string {
  return text
    .replace(/Invalid value: "\{(?:\\.|[^"\\])*\}"/g, 'Invalid value: "<OBJECT>"')
    .replace(/\n[ \u00a0]{2}core\.\w+\{[\s\S]*/, '\n')
    .replace(/resource\.Quantity\{.*?Format:"\w*"\}/g, '<QUANTITY>')
    .replace(/\n+$/, '\n')
    .replace(/Invalid value: (v1|core|intstr)\.\w+\{.*\}: /g, 'Invalid value: <STRUCT>: ');
}
