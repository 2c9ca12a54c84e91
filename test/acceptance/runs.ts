import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, passes, type Result, textDetails, textDifference } from './check.ts';
import { type Environment, sim } from './command-line.ts';
import { reasonToLeaveOut, withDeviation } from './left-out.ts';
import { needsOf } from './needs.ts';
import { asNewer, asOlder, isAcceptedNow } from './newer-words.ts';
import { hashesIn, loadNormalize, type Normalize } from './normalize.ts';
import { recordings, workspace } from './workspace.ts';

interface Step {
  readonly step: number;
  readonly command?: string;
  /** The command as it was run: without the shell, with files for addresses. */
  readonly argv?: readonly string[];
  readonly manifests?: readonly string[];
  readonly rc: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly skipped?: string;
}

const HASH = /(?<=[a-z0-9]-|hash=)[456789bcdf]{6,10}(?=[^a-z0-9]|$)/g;
const LENGTH_OF_TIME = /<AGE>|\b\d+[smhd](\d+[smh])?\b/g;

/** Replays the commands of a document or application, each after the cluster has settled. */
export async function replayRun(name: string): Promise<Result> {
  const reason = reasonToLeaveOut(name);
  if (reason !== undefined) return { checks: [], leftOut: reason };
  const path = join(recordings, 'transcripts/replayed', name);
  const { steps } = JSON.parse(readFileSync(path, 'utf8')) as { readonly steps: readonly Step[] };
  const normalize = await loadNormalize();
  const place = workspace();
  process.chdir(join(recordings, 'corpus/files'));
  try {
    const nodes = '--workers node-1,node-2,node-3 --control-planes cp-1'.split(' ');
    const ways = '--pace instant --kubelet fast --seed 1'.split(' ');
    await sim(['cluster', 'create', ...nodes, ...ways], place.environment);
    const checks: Check[] = [];
    for (const step of steps) {
      if (step.skipped || step.argv === undefined) continue;
      // What follows would be about objects that are not there.
      if (step.manifests?.some((file) => !existsSync(file))) break;
      const check = await replayStep(step, step.argv, place.environment, normalize);
      checks.push(withDeviation(name, step.step, check));
    }
    if (checks.length === 0) return { checks, leftOut: 'its manifests are not at hand' };
    return { checks, needs: needsOfRun(steps) };
  } finally {
    place.remove();
  }
}

function needsOfRun(steps: readonly Step[]): readonly string[] {
  return needsOf(
    steps.map(({ argv = [] }) => argv.join(' ')),
    steps.flatMap(({ manifests = [] }) => manifests.flatMap(textsAt)),
  );
}

/** A manifest, or those of a folder. */
function textsAt(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [readFileSync(path, 'utf8')];
  return readdirSync(path).flatMap((name) => (/\.(ya?ml|json)$/.test(name) ? textsAt(join(path, name)) : []));
}

async function replayStep(
  step: Step,
  argv: readonly string[],
  environment: Environment,
  normalize: Normalize,
): Promise<Check> {
  const answer = await sim(argv.slice(1), environment);
  const title = `step ${step.step}: ${argv.join(' ')}`;
  const streams = (['stdout', 'stderr'] as const).map((stream) => ({
    stream,
    expected: cells(
      asNewer(normalize(step[stream] ?? '', { hashes: hashesIn(step[stream] ?? '', HASH) }) ?? ''),
    ),
    actual: cells(asOlder(normalize(answer[stream], { hashes: hashesIn(answer[stream], HASH) }) ?? '')),
  }));
  const different = streams.filter(({ expected, actual }) => expected !== actual);
  if (different.length === 0 && step.rc === answer.exit) return passes(title);
  if (answer.exit === 0 && step.rc !== 0 && isAcceptedNow(step.stderr ?? '')) return passes(title);
  const exit = step.rc === answer.exit ? '' : `exit ${step.rc} became ${answer.exit}`;
  return {
    title,
    same: false,
    differences: [
      ...different.map(({ stream, expected, actual }) => textDifference(stream, expected, actual)),
      ...(different.length > 0 ? [] : [exit]),
    ],
    details: `${different.map((one) => textDetails(one.stream, one.expected, one.actual)).join('')}${exit}`,
  };
}

/** A table as cells and a sentence as words, sorted: widths and orders do not count here, nor what tells an order in a tree. */
function cells(text: string): string {
  return text
    .replace(/\bcp-1\b/g, '<NODE>')
    .replace(/\b192\.168\.1\.1[0-3]\b/g, '<HOSTIP>')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line
        .trim()
        .split(/\s{2,}/)
        .join(' | ')
        .replace(LENGTH_OF_TIME, '<AGE>')
        .replaceAll('├─', '└─')
        .replaceAll('│ ', ''),
    )
    .sort()
    .join('\n');
}
