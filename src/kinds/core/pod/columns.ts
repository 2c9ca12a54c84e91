import { ageSince } from '../../../machinery/duration.ts';
import type { Instant, Time } from '../../../machinery/instant.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../../columns.ts';
import type { Column } from '../../kind.ts';
import { condition } from './conditions.ts';
import { type PodSummary, summarise } from './summary.ts';
import type { Pod } from './types.ts';

const NONE = '<none>';

/** Three cells of a row ask the same, so the last answer is kept. */
let last: { readonly pod: Pod; readonly summary: PodSummary } | undefined;

function summaryOf(pod: Pod): PodSummary {
  if (last?.pod !== pod) last = { pod, summary: summarise(pod) };
  return last.summary;
}

function restartsCell(pod: Pod, now: Instant): string {
  const { restarts, lastRestart } = summaryOf(pod);
  if (restarts === 0 || lastRestart === '') return String(restarts);
  return `${restarts} (${ageSince(lastRestart as Time, now)} ago)`;
}

function readinessGatesCell({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const open = gates.filter(({ conditionType }) => condition(status, conditionType)?.status === 'True');
  return `${open.length}/${gates.length}`;
}

export const columns: readonly Column<Pod>[] = [
  nameColumn,
  column('Ready', (pod) => `${summaryOf(pod).ready}/${summaryOf(pod).total}`),
  column('Status', (pod) => summaryOf(pod).reason),
  column('Restarts', restartsCell),
  ageColumn,
  wideColumn('IP', ({ status }) => status?.podIPs?.[0]?.ip || NONE),
  wideColumn('Node', ({ spec }) => spec.nodeName || NONE),
  wideColumn('Nominated Node', ({ status }) => status?.nominatedNodeName || NONE),
  wideColumn('Readiness Gates', readinessGatesCell),
];
