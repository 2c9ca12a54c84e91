import { readDocuments } from '../../src/kubectl/resources/documents.ts';
import { parseGoDuration } from '../../src/machinery/duration.ts';
import { type Duration, hours, type Instant, instantOf } from '../../src/machinery/instant.ts';

/** Something that happens once in every period, at a moment of its own. */
export interface Habit {
  /** What is done, or the fault that strikes: a word of deeds.ts. */
  readonly does: string;
  /** Whom it is done to: each time one of them, by chance. */
  readonly to: readonly string[];
  readonly every: Duration;
  /** How long a fault lasts, at least and at most. */
  readonly lasts: readonly [Duration, Duration];
  /** From how many to how many, of whatever there is a number in what is done. */
  readonly between: readonly [number, number];
  /** What one is chosen from: images, selectors. */
  readonly from: readonly string[];
}

/** What runs, what users do, and what breaks. */
export interface Storm {
  readonly name: string;
  readonly workers: number;
  readonly cpu: string;
  readonly memory: string;
  readonly start: Instant;
  readonly length: Duration;
  readonly habits: readonly Habit[];
  /** What runs, as `kubectl apply` takes it. */
  readonly manifests: string;
}

interface Row {
  readonly does?: string;
  readonly fault?: string;
  readonly to?: string | readonly string[];
  readonly every: string;
  readonly lasts?: string;
  readonly between?: readonly [number, number];
  readonly from?: readonly string[];
}

interface Header {
  readonly cluster?: { readonly workers?: number; readonly cpu?: string; readonly memory?: string };
  readonly start?: string;
  readonly hours: number;
  readonly users?: readonly Row[];
  readonly breaks?: readonly Row[];
}

/** Reads a storm: its first document says what happens, the others are what runs. */
export function parseStorm(name: string, text: string): Storm {
  const [head = '', ...manifests] = text.split(/^---$/m);
  const header = readDocuments(head).values[0] as Header;
  const { cluster = {}, start = '2026-03-02T08:00:00Z', users = [], breaks = [] } = header;
  return {
    name,
    workers: cluster.workers ?? 3,
    cpu: cluster.cpu ?? '8',
    memory: cluster.memory ?? '16Gi',
    start: instantOf(start),
    length: hours(header.hours),
    habits: [...users, ...breaks].map(habitOf),
    manifests: manifests.join('---\n'),
  };
}

function habitOf({ does, fault, to = [], every, lasts = '10m', between = [0, 0], from = [] }: Row): Habit {
  const [least = lasts, most = least] = lasts.split('..');
  return {
    does: fault ?? does ?? '',
    to: typeof to === 'string' ? [to] : to,
    every: parseGoDuration(every),
    lasts: [parseGoDuration(least), parseGoDuration(most)],
    between,
    from,
  };
}
