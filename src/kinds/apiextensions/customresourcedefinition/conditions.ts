import type { Time } from '../../../machinery/instant.ts';
import type { CustomResourceDefinition, DefinitionCondition } from './types.ts';

/** Objects of the definition may be there, and go before it does. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

export function hasCondition({ status }: CustomResourceDefinition, type: string): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

/** Whether what is defined can be asked for. */
export const isEstablished = (definition: CustomResourceDefinition): boolean =>
  hasCondition(definition, 'Established');

/** SetCRDCondition: the time is that of the last change from true to false or back. */
export function withCondition(
  definition: CustomResourceDefinition,
  condition: DefinitionCondition,
  now: Time,
): CustomResourceDefinition {
  const {
    acceptedNames = { plural: '', kind: '' },
    storedVersions = null,
    conditions,
  } = definition.status ?? {};
  const before = conditions?.find(({ type }) => type === condition.type);
  const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? now) : now;
  const next = { ...condition, lastTransitionTime };
  const all =
    before === undefined
      ? [...(conditions ?? []), next]
      : (conditions ?? []).map((one) => (one === before ? next : one));
  return { ...definition, status: { conditions: all, acceptedNames, storedVersions } };
}
