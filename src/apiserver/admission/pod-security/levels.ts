import { type FieldError, invalid } from '../../../machinery/field-path.ts';
import type { Labels } from '../../../machinery/labels.ts';

/** From the laxest to the strictest. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

/** A level as some version of Kubernetes had it; the newest where no minor is named. */
export interface LeveledVersion {
  readonly level: Level;
  readonly minor: number | 'latest';
}

/** What a namespace wants of its pods. */
export interface Policy {
  /** What breaks this is refused. */
  readonly enforce: LeveledVersion;
  /** What breaks this is only told of. */
  readonly warn: LeveledVersion;
  /** What breaks this goes to the audit log, which nobody keeps here. */
  readonly audit: LeveledVersion;
}

export interface ReadPolicy {
  readonly policy: Policy;
  readonly faults: readonly FieldError[];
}

const PREFIX = 'pod-security.kubernetes.io/';
const EVERYTHING_GOES: LeveledVersion = { level: 'privileged', minor: 'latest' };
const NO_POLICY: ReadPolicy = {
  policy: { enforce: EVERYTHING_GOES, warn: EVERYTHING_GOES, audit: EVERYTHING_GOES },
  faults: [],
};

const known = new WeakMap<Labels, ReadPolicy>();

/** Reads the labels of a namespace; what cannot be read is as strict as can be where it is enforced (PolicyToEvaluate). */
export function policyFrom(labels: Labels | undefined): ReadPolicy {
  if (labels === undefined) return NO_POLICY;
  const found = known.get(labels);
  if (found !== undefined) return found;
  const isLabelled = Object.keys(labels).some((key) => key.startsWith(PREFIX));
  const read = isLabelled ? policyOf(labels) : NO_POLICY;
  known.set(labels, read);
  return read;
}

function policyOf(labels: Labels): ReadPolicy {
  const faults: FieldError[] = [];
  const enforce = modeOf(labels, 'enforce', 'restricted', faults);
  const audit = modeOf(labels, 'audit', 'privileged', faults);
  const warn = modeOf(labels, 'warn', 'privileged', faults);
  // Who enforces more than he warns of warns of as much; labels that cannot be read do not count.
  const { level } = enforce;
  const isEnforced = labels[`${PREFIX}enforce`] === level;
  if (isEnforced && labels[`${PREFIX}warn`] === undefined && strictness(level) > strictness(warn.level)) {
    const minor = labels[`${PREFIX}warn-version`] === undefined ? enforce.minor : warn.minor;
    return { policy: { enforce, audit, warn: { level, minor } }, faults };
  }
  return { policy: { enforce, audit, warn }, faults };
}

export const strictness = (level: Level): number => LEVELS.indexOf(level);

function modeOf(labels: Labels, mode: string, unreadable: Level, faults: FieldError[]): LeveledVersion {
  const label = `${PREFIX}${mode}`;
  const word = labels[label];
  const level = LEVELS.find((one) => one === word);
  if (word !== undefined && level === undefined)
    faults.push(invalid(`metadata.labels[${label}]`, word, `must be one of ${LEVELS.join(', ')}`));
  const version = labels[`${label}-version`];
  const minor = version === undefined ? 'latest' : minorOf(version);
  if (minor === undefined)
    faults.push(invalid(`metadata.labels[${label}-version]`, version, 'must be "latest" or "v1.x"'));
  return { level: level ?? (word === undefined ? 'privileged' : unreadable), minor: minor ?? 'latest' };
}

function minorOf(version: string): number | 'latest' | undefined {
  if (version === 'latest') return version;
  const minor = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

export const shown = ({ level, minor }: LeveledVersion): string =>
  `${level}:${minor === 'latest' ? minor : `v1.${minor}`}`;

export const isSame = (a: LeveledVersion, b: LeveledVersion): boolean =>
  a.level === b.level && a.minor === b.minor;
