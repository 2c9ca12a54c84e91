import { BASELINE } from './baseline.ts';
import type { Check, Subject, VersionedCheck, Violation } from './check.ts';
import { type LeveledVersion, shown } from './levels.ts';
import { RESTRICTED } from './restricted.ts';

/** Everything about the subject that the level forbids, in the order of its checks: those of the baseline first. */
export function violationsOf(subject: Subject, { level, minor }: LeveledVersion): readonly Violation[] {
  if (level === 'privileged') return [];
  const restricted = level === 'restricted' ? inVersion(RESTRICTED, minor) : [];
  const overridden = new Set(restricted.map(({ check }) => check.overrides));
  const baseline = inVersion(BASELINE, minor).filter(({ id }) => !overridden.has(id));
  return [...baseline, ...restricted].flatMap(({ check }) => check.run(subject) ?? []);
}

interface Chosen {
  readonly id: string;
  readonly check: VersionedCheck;
}

/** The newest form of each check that the version knows. */
function inVersion(checks: readonly Check[], minor: LeveledVersion['minor']): readonly Chosen[] {
  return checks.flatMap(({ id, versions }) => {
    const check = versions.findLast(({ since }) => minor === 'latest' || since <= minor);
    return check === undefined ? [] : [{ id, check }];
  });
}

/** `violates PodSecurity "restricted:latest": privileged (container "a" must not ...), ...`. */
export function violationText(violations: readonly Violation[], version: LeveledVersion): string {
  const told = violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`));
  return `PodSecurity "${shown(version)}": ${told.join(', ')}`;
}

export const reasonsText = (violations: readonly Violation[]): string =>
  violations.map(({ reason }) => reason).join(', ');
