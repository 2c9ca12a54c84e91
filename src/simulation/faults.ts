import type { Duration, Instant } from '../machinery/instant.ts';

/** What can go wrong on purpose. A lost node is one whose kubelet is stopped. */
export type FaultName =
  | 'image-pull'
  | 'container-crash'
  | 'probe-failure'
  | 'disk-full'
  | 'memory-low'
  | 'node-lost';

/** What a fault hits: each given part narrows; a fault without any hits everything of its kind. */
export interface FaultTarget {
  readonly namespace?: string;
  readonly pod?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly container?: string;
  readonly image?: string;
}

/** One fault as it is kept: data, so that it can be listed and saved. */
export interface Fault {
  readonly id: string;
  readonly name: FaultName;
  readonly target: FaultTarget;
  readonly from: Instant;
  /** Absent: until it is taken back. */
  readonly until?: Instant;
  /** It comes back so often: `from` and `until` are those of this time, or of the next. */
  readonly every?: Duration;
}

/** What the places where things go wrong hold. */
export interface Faults {
  /** The first fault of the name that is on at the instant and hits all that is given. */
  strikes(name: FaultName, target: FaultTarget, now: Instant): Fault | undefined;
}

/** Nothing ever goes wrong. */
export const noFaults: Faults = { strikes: () => undefined };

/** Asks whatever list is current: faults come and go while a cluster runs. */
export function faultsFrom(list: () => Iterable<Fault>): Faults {
  return {
    strikes: (name, target, now) => {
      for (const fault of list())
        if (fault.name === name && isOn(fault, now) && hits(fault.target, target)) return fault;
      return undefined;
    },
  };
}

export const isOn = ({ from, until }: Fault, now: Instant): boolean =>
  from <= now && (until === undefined || now < until);

const PARTS = ['namespace', 'pod', 'node', 'container', 'image'] as const;

function hits(wanted: FaultTarget, found: FaultTarget): boolean {
  for (const part of PARTS) if (wanted[part] !== undefined && wanted[part] !== found[part]) return false;
  for (const key in wanted.labels) if (found.labels?.[key] !== wanted.labels[key]) return false;
  return true;
}
