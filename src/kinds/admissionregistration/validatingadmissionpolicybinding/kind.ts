import { equalJson } from '../../../machinery/json.ts';
import { formatSelector } from '../../../machinery/labels.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { defaultMatchResources } from '../defaults.ts';
import { validatePolicyBinding } from '../policy-validation.ts';
import type * as types from '../types.ts';

export type ValidatingAdmissionPolicyBinding = types.ValidatingAdmissionPolicyBinding;
export const ValidatingAdmissionPolicyBinding = defineKind<ValidatingAdmissionPolicyBinding>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  scope: 'Cluster',
  unconditionalUpdate: false,
  categories: ['api-extensions'],
  defaults: (binding) => {
    const match = binding.spec?.matchResources;
    if (match === undefined) return binding;
    return { ...binding, spec: { ...binding.spec, matchResources: defaultMatchResources(match) } };
  },
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate: validatePolicyBinding,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('PolicyName', ({ spec }) => spec?.policyName ?? ''),
    column('ParamRef', paramRefCell),
    ageColumn,
  ],
});

/** Whether a parameter lives in a namespace is not known here: one without shows `*`. */
function paramRefCell({ spec }: ValidatingAdmissionPolicyBinding): string {
  const { name, namespace, selector } = spec?.paramRef ?? {};
  if (name) return `${namespace || '*'}/${name}`;
  return selector === undefined ? '<unset>' : formatSelector(selector);
}
