import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, integerColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { defaultMatchResources } from '../defaults.ts';
import { validatePolicy } from '../policy-validation.ts';
import type * as types from '../types.ts';

export type ValidatingAdmissionPolicy = types.ValidatingAdmissionPolicy;
export const ValidatingAdmissionPolicy = defineKind<ValidatingAdmissionPolicy>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  scope: 'Cluster',
  unconditionalUpdate: false,
  categories: ['api-extensions'],
  subresources: ['status'],
  defaults,
  prepareForCreate: (policy) => ({ ...policy, status: {} }),
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate: validatePolicy,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    integerColumn('Validations', ({ spec }) => spec?.validations?.length ?? 0),
    column('ParamKind', ({ spec }) =>
      spec?.paramKind === undefined ? '<unset>' : `${spec.paramKind.apiVersion}/${spec.paramKind.kind}`,
    ),
    ageColumn,
  ],
});

/** SetDefaults_ValidatingAdmissionPolicySpec. */
function defaults(policy: ValidatingAdmissionPolicy): ValidatingAdmissionPolicy {
  const match = policy.spec?.matchConstraints;
  const spec = {
    failurePolicy: 'Fail',
    ...policy.spec,
    ...(match === undefined ? {} : { matchConstraints: defaultMatchResources(match) }),
  };
  return { ...policy, spec };
}
