import { duplicate, type FieldError, invalid, invalidShown, required } from '../../machinery/field-path.ts';
import { dns1035Label, dns1123Subdomain, pathSegmentName, qualifiedName } from '../../machinery/names.ts';
import { showStrings } from '../validation/go-values.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateNamedRule } from './rule-validation.ts';
import type {
  MatchResources,
  ParamKind,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  Validation,
} from './types.ts';
import { FAILURE_POLICIES, MATCH_POLICIES, oneOf, validateMatchConditions } from './webhook-validation.ts';

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized'];
const ACTIONS = ['Audit', 'Deny', 'Warn'];
const NOT_FOUND_ACTIONS = ['Allow', 'Deny'];
const ONE_ITEM = 'validations or auditAnnotations must contain at least one item';

/** validateValidatingAdmissionPolicySpec. Expressions are kept and not compiled. */
export function validatePolicy({ metadata, spec = {} }: ValidatingAdmissionPolicy): readonly FieldError[] {
  const { validations = [], auditAnnotations = [], matchConstraints: match, paramKind } = spec;
  const keys = auditAnnotations.map(({ key }) => key);
  return [
    ...oneOf(spec.failurePolicy, FAILURE_POLICIES, 'spec.failurePolicy'),
    ...(paramKind === undefined ? [] : validateParamKind(paramKind, 'spec.paramKind')),
    ...(match === undefined
      ? [required('spec.matchConstraints')]
      : validateMatch(match, 'spec.matchConstraints')),
    ...(match !== undefined && (match.resourceRules ?? []).length === 0
      ? [required('spec.matchConstraints.resourceRules')]
      : []),
    ...validateMatchConditions(spec.matchConditions ?? [], 'spec.matchConditions'),
    ...(spec.variables ?? []).flatMap(({ name, expression }, i) => [
      ...(name?.trim()
        ? celIdentifier(name, `spec.variables[${i}].name`)
        : [required(`spec.variables[${i}].name`, 'name is not specified')]),
      ...(expression?.trim()
        ? []
        : [required(`spec.variables[${i}].expression`, 'expression is not specified')]),
    ]),
    ...(validations.length === 0 && auditAnnotations.length === 0
      ? [required('spec.validations', ONE_ITEM), required('spec.auditAnnotations', ONE_ITEM)]
      : []),
    ...validations.flatMap((validation, i) => validateValidation(validation, `spec.validations[${i}]`)),
    ...auditAnnotations.flatMap(({ key = '', valueExpression }, i) => [
      ...(key === ''
        ? [required(`spec.auditAnnotations[${i}].key`)]
        : qualifiedName(`${metadata.name}/${key}`).map((text) =>
            invalid(`spec.auditAnnotations[${i}].key`, key, text),
          )),
      ...(valueExpression?.trim()
        ? []
        : [required(`spec.auditAnnotations[${i}].valueExpression`, 'valueExpression is not specified')]),
      ...(keys.indexOf(key) < i ? [duplicate(`spec.auditAnnotations[${i}].key`, key)] : []),
    ]),
  ];
}

function celIdentifier(name: string, field: string): readonly FieldError[] {
  return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name)
    ? []
    : [invalid(field, name, 'name is not a valid CEL identifier')];
}

function validateParamKind({ apiVersion = '', kind = '' }: ParamKind, field: string): readonly FieldError[] {
  const slash = apiVersion.indexOf('/');
  const [group, version] = [apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1)];
  const groupFaults = group === '' ? [] : dns1123Subdomain(group);
  const versionFaults = dns1035Label(version);
  const kindFaults = dns1035Label(kind.toLowerCase());
  return [
    ...(apiVersion === '' ? [required(`${field}.apiVersion`)] : []),
    ...(groupFaults.length > 0 ? [invalid(`${field}.apiVersion`, group, groupFaults.join(','))] : []),
    ...(apiVersion !== '' && versionFaults.length > 0
      ? [invalid(`${field}.apiVersion`, version, versionFaults.join(','))]
      : []),
    ...(kind === '' ? [required(`${field}.kind`)] : []),
    ...(kind !== '' && kindFaults.length > 0
      ? [
          invalid(
            `${field}.kind`,
            kind,
            `may have mixed case, but should otherwise match: ${kindFaults.join(',')}`,
          ),
        ]
      : []),
  ];
}

function validateMatch(match: MatchResources, field: string): readonly FieldError[] {
  const { matchPolicy, resourceRules = [], excludeResourceRules = [] } = match;
  return [
    ...oneOf(matchPolicy, MATCH_POLICIES, `${field}.matchPolicy`),
    ...validateLabelSelector(match.namespaceSelector, `${field}.namespaceSelector`),
    ...validateLabelSelector(match.objectSelector, `${field}.objectSelector`),
    ...resourceRules.flatMap((rule, i) => validateNamedRule(rule, `${field}.resourceRules[${i}]`)),
    ...excludeResourceRules.flatMap((rule, i) =>
      validateNamedRule(rule, `${field}.excludeResourceRules[${i}]`),
    ),
  ];
}

function validateValidation(
  { expression, message, reason, messageExpression }: Validation,
  field: string,
): readonly FieldError[] {
  return [
    ...(expression?.trim() ? [] : [required(`${field}.expression`, 'expression is not specified')]),
    ...(messageExpression && messageExpression.trim() === ''
      ? [invalid(`${field}.messageExpression`, messageExpression, 'must be non-empty if specified')]
      : []),
    ...(message && message.trim() === ''
      ? [invalid(`${field}.message`, message, 'message must be non-empty if specified')]
      : []),
    ...(message && /[\n\r]/.test(message.trim())
      ? [invalid(`${field}.message`, message, 'message must not contain line breaks')]
      : []),
    ...oneOf(reason, REASONS, `${field}.reason`),
  ];
}

/** validateValidatingAdmissionPolicyBindingSpec. */
export function validatePolicyBinding({
  spec = {},
}: ValidatingAdmissionPolicyBinding): readonly FieldError[] {
  const { policyName = '', paramRef, matchResources } = spec;
  return [
    ...(policyName === ''
      ? [required('spec.policyName')]
      : pathSegmentName(policyName, false).map((text) => invalid('spec.policyName', policyName, text))),
    ...(paramRef === undefined ? [] : validateParamRef(paramRef, 'spec.paramRef')),
    ...(matchResources === undefined ? [] : validateMatch(matchResources, 'spec.matchResources')),
    ...validateActions(spec.validationActions ?? [], 'spec.validationActions'),
  ];
}

function validateParamRef(
  { name, selector, parameterNotFoundAction: action }: ParamRef,
  field: string,
): readonly FieldError[] {
  const both = 'name and selector are mutually exclusive';
  return [
    ...(name ? pathSegmentName(name, false).map((text) => invalid(`${field}.name`, name, text)) : []),
    ...(name && selector !== undefined ? [invalid(`${field}.name`, name, both)] : []),
    ...(selector === undefined ? [] : validateLabelSelector(selector, `${field}.selector`)),
    ...(!name && selector === undefined
      ? [required(field, 'one of name or selector must be specified')]
      : []),
    ...(action === undefined
      ? [required(`${field}.parameterNotFoundAction`)]
      : oneOf(action, NOT_FOUND_ACTIONS, `${field}.parameterNotFoundAction`)),
  ];
}

function validateActions(actions: readonly string[], field: string): readonly FieldError[] {
  const twice =
    'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
  return [
    ...actions.flatMap((action, i) => [
      ...oneOf(action, ACTIONS, `${field}[${i}]`),
      ...(actions.indexOf(action) < i ? [duplicate(`${field}[${i}]`, action)] : []),
    ]),
    ...(actions.includes('Deny') && actions.includes('Warn')
      ? [invalidShown(field, showStrings(actions, 'admissionregistration.ValidationAction'), twice)]
      : []),
    ...(actions.length === 0 ? [required(field, 'at least one validation action is required')] : []),
  ];
}
