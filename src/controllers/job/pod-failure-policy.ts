import type {
  OnExitCodes,
  PodFailurePolicyAction,
  PodFailurePolicyRule,
} from '../../kinds/batch/job/types.ts';
import type { ContainerStatus, Pod } from '../../kinds/core/pod/types.ts';

/** What a Job's rules say of one failed pod. */
export interface FailureMatch {
  readonly counts: boolean;
  /** The rule's action; undefined when no rule matches. */
  readonly action?: PodFailurePolicyAction;
  /** Why the whole Job fails, for FailJob. */
  readonly message?: string;
}

const NO_MATCH: FailureMatch = { counts: true };

interface Policy {
  readonly rules: readonly PodFailurePolicyRule[];
}

/** The first rule that matches decides; a rule with an action that is unknown is passed over (J-15). */
export function matchFailurePolicy(policy: Policy | undefined, pod: Pod): FailureMatch {
  for (const [place, rule] of (policy?.rules ?? []).entries()) {
    const why = whyMatched(rule, pod);
    if (why === undefined) continue;
    switch (rule.action) {
      case 'Ignore':
        return { counts: false, action: 'Ignore' };
      case 'FailIndex':
      case 'Count':
        return { counts: true, action: rule.action };
      case 'FailJob':
        return { counts: true, action: 'FailJob', message: `${why} matching FailJob rule at index ${place}` };
    }
  }
  return NO_MATCH;
}

/** The first half of FailJob's message, when the rule matches. */
function whyMatched({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const { namespace = '', name } = pod.metadata;
  if (onExitCodes !== undefined) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
    const status = exitedAs(containerStatuses, onExitCodes) ?? exitedAs(initContainerStatuses, onExitCodes);
    if (status === undefined) return undefined;
    const code = status.state?.terminated?.exitCode;
    return `Container ${status.name} for pod ${namespace}/${name} failed with exit code ${code}`;
  }
  const found = (pod.status?.conditions ?? []).find(({ type, status }) =>
    onPodConditions?.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return found === undefined ? undefined : `Pod ${namespace}/${name} has condition ${found.type}`;
}

/** Only containers that failed are looked at. */
function exitedAs(
  statuses: readonly ContainerStatus[],
  { containerName, operator, values }: OnExitCodes,
): ContainerStatus | undefined {
  return statuses.find(({ name, state }) => {
    const code = state?.terminated?.exitCode ?? 0;
    if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
    if (operator === 'In') return values.includes(code);
    return operator === 'NotIn' && !values.includes(code);
  });
}
