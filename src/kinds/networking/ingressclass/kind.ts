import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type IngressClass = types.IngressClass;
export const IngressClass = defineKind<IngressClass>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  scope: 'Cluster',
  defaults,
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('Controller', ({ spec }) => spec?.controller ?? ''),
    column('Parameters', parametersCell),
    ageColumn,
  ],
});

/** SetDefaults_IngressClass. */
function defaults(ingressClass: IngressClass): IngressClass {
  const parameters = ingressClass.spec?.parameters;
  if (parameters === undefined || parameters.scope) return ingressClass;
  return { ...ingressClass, spec: { ...ingressClass.spec, parameters: { ...parameters, scope: 'Cluster' } } };
}

function parametersCell({ spec }: IngressClass): string {
  if (spec?.parameters === undefined) return '<none>';
  const { kind, apiGroup, name } = spec.parameters;
  return apiGroup === undefined ? `${kind}/${name}` : `${kind}.${apiGroup}/${name}`;
}
