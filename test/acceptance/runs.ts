import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, passes, type Result, textDetails, textDifference } from './check.ts';
import { type Environment, shell, sim } from './command-line.ts';
import { reasonToLeaveOut } from './left-out.ts';
import { hashesIn, loadNormalize, type Normalize } from './normalize.ts';
import { recordings, workspace } from './workspace.ts';

interface Step {
  readonly step: number;
  readonly command?: string;
  readonly rc: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly skipped?: string;
}

/** Columns that newer servers add to some tables. */
const NEWER: ReadonlySet<string> = new Set(['STATUS', 'TIMEZONE', 'VOLUMEATTRIBUTESCLASS']);
const GROWN = ['COMPLETIONS', 'SCHEDULE', 'STORAGECLASS'];
const HASH = /(?<=[a-z0-9]-)[456789bcdf]{6,10}(?=[^a-z0-9]|$)/g;
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
      if (step.skipped || !step.command) continue;
      checks.push(await replayStep(step, step.command, place.environment, normalize));
    }
    return { checks };
  } finally {
    place.remove();
  }
}

async function replayStep(
  step: Step,
  command: string,
  environment: Environment,
  normalize: Normalize,
): Promise<Check> {
  const answer = await shell(command, environment);
  const title = `step ${step.step}: ${command}`;
  const streams = (['stdout', 'stderr'] as const).map((stream) => ({
    stream,
    expected: cells(step[stream] ?? '', normalize),
    actual: cells(answer[stream], normalize),
  }));
  const different = streams.filter(({ expected, actual }) => expected !== actual);
  if (different.length === 0 && step.rc === answer.exit) return passes(title);
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

/** A table as cells and a sentence as words, sorted: widths and orders do not count here. */
function cells(text: string, normalize: Normalize): string {
  let header: readonly string[] | undefined;
  return (normalize(text, { hashes: hashesIn(text, HASH) }) ?? '')
    .replace(/\bcp-1\b/g, '<NODE>')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = line.trim().split(/\s{2,}/);
      if (/^[A-Z][A-Z -]*(\s{2,}|$)/.test(line)) header = row;
      return withoutNewer(row, header).join(' | ').replace(LENGTH_OF_TIME, '<AGE>');
    })
    .sort()
    .join('\n');
}

function withoutNewer(row: readonly string[], header: readonly string[] | undefined): readonly string[] {
  if (header === undefined || header.length !== row.length) return row;
  if (!GROWN.some((column) => header.includes(column))) return row;
  return row.filter((_, index) => !NEWER.has(header[index] ?? ''));
}
