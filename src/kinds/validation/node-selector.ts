import { type FieldError, forbidden, invalid, required } from '../../machinery/field-path.ts';
import { dns1123Subdomain, labelValue } from '../../machinery/names.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../core/pod/types.ts';
import { validateLabelName } from './labels.ts';

/** ValidateNodeSelector. */
export function validateNodeSelector(selector: NodeSelector, field: string): readonly FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) {
    return [required(`${field}.nodeSelectorTerms`, 'must have at least one node selector term')];
  }
  return terms.flatMap((term, i) => validateNodeSelectorTerm(term, `${field}.nodeSelectorTerms[${i}]`));
}

/** ValidateNodeSelectorTerm. */
export function validateNodeSelectorTerm(term: NodeSelectorTerm, field: string): readonly FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((one, i) =>
      validateLabels(one, `${field}.matchExpressions[${i}]`),
    ),
    ...(term.matchFields ?? []).flatMap((one, i) => validateFields(one, `${field}.matchFields[${i}]`)),
  ];
}

function validateLabels(requirement: NodeSelectorRequirement, field: string): readonly FieldError[] {
  const { key, values = [] } = requirement;
  return [
    ...validateOperator(requirement, field),
    ...validateLabelName(key ?? '', `${field}.key`),
    ...values.flatMap((value, i) =>
      labelValue(value).map((text) => invalid(`${field}.values[${i}]`, value, text)),
    ),
  ];
}

function validateOperator(
  { operator, values = [] }: NodeSelectorRequirement,
  field: string,
): readonly FieldError[] {
  const path = `${field}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return [];
      return [required(path, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [forbidden(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      if (values.length === 1) return [];
      return [required(path, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator')];
  }
}

function validateFields(
  { key, operator, values = [] }: NodeSelectorRequirement,
  field: string,
): readonly FieldError[] {
  const isKnown = operator === 'In' || operator === 'NotIn';
  const single = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  const faults = isKnown
    ? values.length === 1
      ? []
      : [required(`${field}.values`, single)]
    : [invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator')];
  if (key !== 'metadata.name') {
    return [...faults, invalid(`${field}.key`, key ?? '', 'not a valid field selector key')];
  }
  const names = values.flatMap((value, i) =>
    dns1123Subdomain(value).map((text) => invalid(`${field}.values[${i}]`, value, text)),
  );
  return [...faults, ...names];
}
