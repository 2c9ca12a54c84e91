import type { Cluster } from '../../cluster/cluster.ts';
import type { Session } from '../../cluster/session.ts';
import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  UsageError,
} from '../../kubectl/command.ts';
import { text } from '../../kubectl/flags.ts';
import { formatGoDuration, parseGoDuration } from '../../machinery/duration.ts';
import {
  after,
  type Duration,
  hours,
  type Instant,
  instantOf,
  milliseconds,
} from '../../machinery/instant.ts';
import type { Pace } from '../../simulation/pace.ts';
import { conditionOf, isCondition, runnerUntil, type Until } from '../clock/until.ts';
import type { Ours } from '../ours.ts';

const PACES: readonly Pace[] = ['realtime', 'manual', 'instant'];
const DUE_SHOWN = 5;

/** `sim clock`: shows the cluster's time; `advance` lets it pass, `pace` says how it passes by itself. */
export function clock(ours: Ours): Command {
  return defineCommand({
    name: 'clock',
    usage:
      'clock [advance DURATION | advance --until=settled|next|TIME|CONDITION | pace realtime|manual|instant]',
    short: "Show the cluster's time, or let it pass",
    flags: {},
    commands: [
      { name: 'advance', short: 'Let time pass', load: async () => advance(ours) },
      { name: 'pace', short: 'Say how time passes', load: async () => pace(ours) },
    ],
    complete: (args) => {
      if (args.length > 0) throw new UsageError(`unknown command ${JSON.stringify(args[0])} for "sim clock"`);
      return {};
    },
    run: async (_options, { out }) => {
      out.write(clockText(ours.session()));
      return 0;
    },
  });
}

function clockText(session: Session): string {
  const { cluster } = session;
  const now = cluster.clock.now();
  const due = cluster.agenda.list().slice(0, DUE_SHOWN);
  const rows = due.map(({ at, actor, namespace, name }) => {
    const what = namespace === '' ? name : `${namespace}/${name}`;
    return `  in ${formatGoDuration(Math.max(0, at - now) as Duration)}: ${actor} looks at ${what}`;
  });
  const lines = [
    `Time:  ${timeText(now)}`,
    `Pace:  ${session.pace()}`,
    ...(rows.length === 0 ? ['Due:   nothing'] : ['Due:', ...rows]),
  ];
  return `${lines.join('\n')}\n`;
}

const timeText = (now: Instant): string => new Date(now).toISOString();

function advance(ours: Ours): Command {
  return defineCommand({
    name: 'advance',
    usage: 'advance [DURATION | --until=settled|next|TIME | --until=CONDITION TYPE/NAME...]',
    short: 'Let time pass',
    examples: [
      '# Half a minute; a month',
      'sim clock advance 30s',
      'sim clock advance 30d',
      '',
      '# Until nothing is about to change any more',
      'sim clock advance --until=settled',
      '',
      '# To the next moment when something is due, or to a time',
      'sim clock advance --until=next',
      'sim clock advance --until=2026-01-01T10:00:00Z',
      '',
      '# Until something is so, in the words of wait --for',
      'sim clock advance --until=condition=Ready pod/web-0',
      "sim clock advance --until=jsonpath='{.status.readyReplicas}'=3 deployment/web",
      'sim clock advance --until=delete pod/web-0',
    ],
    flags: {
      until: text('until', {
        help: 'Run on until nothing is about to change (settled), to what is due next (next), to a time, or until the named resources are so (condition=NAME, jsonpath=..., create, delete).',
      }),
    },
    complete: (args, { until: word }): AdvanceOptions => {
      if (isCondition(word)) return { length: undefined, until: conditionOf(word, named(args)) };
      const [length, ...rest] = args;
      if (rest.length > 0) throw new UsageError(`one duration is enough, got also ${rest.join(' ')}`);
      if (length === undefined && word === '')
        throw new UsageError('say how long (sim clock advance 30s) or until when (--until=settled)');
      return {
        length: length === undefined ? undefined : parseLength(length),
        until: word === '' ? undefined : parseUntil(word),
      };
    },
    run: async ({ length, until }, context) => {
      const { out, isTerminal } = context;
      const session = ours.session();
      const run = until === undefined ? undefined : await runner(until, context);
      try {
        session.change((cluster) => {
          if (length !== undefined) cluster.advanceTo(after(cluster.clock.now(), length));
          run?.(cluster);
        });
      } finally {
        session.keepTime();
      }
      if (isTerminal) out.line(`time is ${timeText(session.now())}`);
      return 0;
    },
  });
}

interface AdvanceOptions {
  readonly length: Duration | undefined;
  readonly until: Until | undefined;
}

/** The resources a condition is about. */
function named(args: readonly string[]): readonly string[] {
  const wrong = args.find((arg) => !/^[^/]+\/[^/]+$/.test(arg));
  if (wrong !== undefined) throw new UsageError(`name resources as TYPE/NAME, not ${JSON.stringify(wrong)}`);
  if (args.length === 0)
    throw new UsageError('say of what: sim clock advance --until=condition=Ready pod/web-0');
  return args;
}

function parseUntil(word: string): Until {
  if (word === 'settled' || word === 'next') return { type: word };
  const at = instantOf(word);
  if (/^\d{4}-/.test(word) && !Number.isNaN(at)) return { type: 'time', at };
  throw new UsageError(
    `--until knows "settled", "next", times like 2026-01-01T10:00:00Z and the conditions of wait --for, not ${JSON.stringify(word)}`,
  );
}

async function runner(until: Until, context: Context): Promise<(cluster: Cluster) => void> {
  if (until.type === 'condition') return runnerUntil(until, context);
  return (cluster) => {
    const now = cluster.clock.now();
    if (until.type === 'settled') cluster.runUntilSettled();
    else if (until.type === 'next') cluster.advanceTo(cluster.agenda.next()?.at ?? now);
    else if (until.at >= now) cluster.advanceTo(until.at);
    else throw new CommandError(`it is ${timeText(now)} already: time does not go back`);
  };
}

function parseLength(length: string): Duration {
  // Go has no unit for what is not always 24 hours long: in virtual time a day is.
  const [, days = '0', rest] = /^(?:(\d+)d)?(.*)$/.exec(length) ?? [];
  try {
    const parsed = rest === '' && days !== '0' ? 0 : parseGoDuration(rest ?? '');
    if (parsed >= 0) return milliseconds(hours(24) * Number(days) + parsed);
  } catch {
    // Told below, in words that say what to type.
  }
  throw new UsageError(`${JSON.stringify(length)} is no length of time: write 30s, 5m, 1h30m or 30d`);
}

function pace(ours: Ours): Command {
  return defineCommand({
    name: 'pace',
    usage: 'pace realtime|manual|instant',
    short: 'Say how time passes',
    flags: {},
    complete: ([name, ...rest]) => {
      const found = PACES.find((known) => known === name);
      if (found === undefined || rest.length > 0) throw new UsageError(`the paces are ${PACES.join(', ')}`);
      return { name: found };
    },
    run: async ({ name }, { out }) => {
      const session = ours.session();
      session.change(() => session.setSettings({ ...session.settings(), pace: name }));
      session.keepTime();
      out.line(`pace is ${name}`);
      return 0;
    },
  });
}
