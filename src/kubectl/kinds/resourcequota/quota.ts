import type { ResourceList } from '../../../kinds/core/pod/types.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { compareBytes } from '../common.ts';
import { type Page, sortedKeys } from '../page.ts';
import { amountText } from '../resources.ts';

export interface ResourceQuota extends KubeObject {
  readonly spec?: { readonly hard?: ResourceList; readonly scopes?: readonly string[] };
  readonly status?: { readonly hard?: ResourceList; readonly used?: ResourceList };
}

/** What kubectl says about each scope. */
const SCOPE_HELP: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

export function describeScopes(page: Page, level: number, { spec }: ResourceQuota, bullet: string): void {
  const scopes = (spec?.scopes ?? []).toSorted(compareBytes);
  if (scopes.length === 0) return;
  page.line(level, `Scopes:\t${scopes.join(', ')}`);
  for (const scope of scopes) {
    const help = SCOPE_HELP[scope];
    if (help !== undefined) page.line(level, `${bullet}${help}`);
  }
}

/** The quotas of a namespace, in its description. */
export function describeQuotas(page: Page, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) {
    page.line(0, 'No resource quota.');
    return;
  }
  page.line(0, 'Resource Quotas');
  for (const quota of quotas.toSorted((a, b) => compareBytes(a.metadata.name, b.metadata.name))) {
    page.line(1, `Name:\t${quota.metadata.name}`);
    describeScopes(page, 1, quota, '* ');
    page.line(1, 'Resource\tUsed\tHard');
    page.line(1, '--------\t---\t---');
    const { hard, used } = quota.status ?? {};
    for (const name of sortedKeys(hard))
      page.line(1, `${name}\t${amountText(used?.[name])}\t${amountText(hard?.[name])}`);
  }
}
