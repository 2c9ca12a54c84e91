import type { Hint } from './hint.ts';

const CHANGES = new Set(['apply', 'create', 'delete', 'patch', 'replace', 'rollout', 'run', 'scale', 'set']);
const DONE =
  /^\S+ (?:"[^"]+" )?(?:created|configured|scaled|patched|replaced|restarted|rolled back|image updated|env updated|resource requirements updated|deleted)$/m;

export const firstUse: Hint = ({ made }) =>
  made === undefined
    ? undefined
    : `a cluster with three nodes was made in ${made}, look at it: sim get nodes`;

/** At pace manual nothing comes of a change until time passes. */
export const standingTime: Hint = ({ words: [verb = ''], out, exit, pace }) => {
  if (pace !== 'manual' || exit !== 0 || !CHANGES.has(verb) || !DONE.test(out)) return undefined;
  return 'time stands still at pace manual, let it pass: sim clock advance --until=settled';
};

export const newTemplate: Hint = ({ words: [verb], out }) => {
  const isUpdated = verb === 'set' || verb === 'rollout';
  const [, name] =
    /^((?:deployment|daemonset|statefulset)\.apps\/\S+) (?:image updated|env updated|resource requirements updated|restarted|rolled back)$/m.exec(
      out,
    ) ?? [];
  if (!isUpdated || name === undefined) return undefined;
  return `follow it to its end: sim rollout status ${name.replace('.apps', '')}`;
};
