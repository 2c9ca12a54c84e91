import { type FieldError, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { compareText, equalJson } from '../../../machinery/json.ts';
import { dns1123Subdomain, nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { validateConditions } from '../conditions-validation.ts';
import { validateRules } from './rule-validation.ts';
import type * as types from './types.ts';

const PRECEDENCE_DEFAULT = 1000;
const PRECEDENCE_MOST = 10_000;
/** The schema that alone may come first. */
const EXEMPT = 'exempt';
const METHODS = ['ByNamespace', 'ByUser'];

export type FlowSchema = types.FlowSchema;
export const FlowSchema = defineKind<FlowSchema>({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  scope: 'Cluster',
  subresources: ['status'],
  defaults: (schema) => ({
    ...schema,
    spec: { ...schema.spec, matchingPrecedence: schema.spec?.matchingPrecedence || PRECEDENCE_DEFAULT },
  }),
  prepareForCreate: (schema) => ({ ...schema, status: {} }),
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate,
  validateStatusUpdate: validateConditions,
  nameRule: nameIsDnsSubdomain,
  rowOrder: (a, b) => precedenceOf(a) - precedenceOf(b) || compareText(a.metadata.name, b.metadata.name),
  columns: [
    nameColumn,
    column('PriorityLevel', ({ spec }) => spec?.priorityLevelConfiguration?.name ?? ''),
    column('MatchingPrecedence', ({ spec }) => spec?.matchingPrecedence ?? 0),
    column('DistinguisherMethod', ({ spec }) => spec?.distinguisherMethod?.type ?? '<none>'),
    ageColumn,
    column(
      'MissingPL',
      ({ status }) => status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
    ),
  ],
});

const precedenceOf = ({ spec }: FlowSchema): number => spec?.matchingPrecedence ?? 0;

/** ValidateFlowSchemaSpec. */
function validate({ metadata, spec = {} }: FlowSchema): readonly FieldError[] {
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method, rules = [] } = spec;
  const level = spec.priorityLevelConfiguration?.name ?? '';
  const fault = (text: string): FieldError => invalid('spec.matchingPrecedence', precedence, text);
  return [
    ...(precedence <= 0 ? [fault('must be a positive value')] : []),
    ...(precedence > PRECEDENCE_MOST ? [fault(`must not be greater than ${PRECEDENCE_MOST}`)] : []),
    ...(precedence === 1 && metadata.name !== EXEMPT
      ? [fault("only the schema named 'exempt' may have matchingPrecedence 1")]
      : []),
    ...(method === undefined || METHODS.includes(method.type ?? '')
      ? []
      : [
          {
            ...unsupported('spec.distinguisherMethod.type', '', METHODS),
            shown: goDumpInternal('flowcontrol.apiserver.k8s.io/v1.FlowDistinguisherMethod', method),
          },
        ]),
    ...(level === ''
      ? [required('spec.priorityLevelConfiguration.name', 'must reference a priority level')]
      : dns1123Subdomain(level).map((text) => invalid('spec.priorityLevelConfiguration.name', level, text))),
    ...rules.flatMap((rule, i) => validateRules(rule, `spec.rules[${i}]`)),
  ];
}
