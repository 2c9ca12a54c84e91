import { type FieldError, forbidden, invalid, required } from '../../machinery/field-path.ts';
import {
  type LabelSelector,
  type LabelSelectorRequirement,
  type Selector,
  selectorFrom,
} from '../../machinery/labels.ts';
import { labelValue } from '../../machinery/names.ts';
import { StatusError } from '../../machinery/status.ts';
import { validateLabelName, validateLabels } from './labels.ts';

/** ValidateLabelSelector: an absent selector has no faults. */
export function validateLabelSelector(
  selector: LabelSelector | null | undefined,
  field: string,
): readonly FieldError[] {
  if (selector == null) return [];
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((requirement, i) =>
      validateRequirement(requirement, `${field}.matchExpressions[${i}]`),
    ),
  ];
}

function validateRequirement(requirement: LabelSelectorRequirement, field: string): readonly FieldError[] {
  const values = requirement.values ?? [];
  return [
    ...validateOperator(requirement, field),
    ...validateLabelName(requirement.key ?? '', `${field}.key`),
    ...values.flatMap((value, i) =>
      labelValue(value).map((text) => invalid(`${field}.values[${i}]`, value, text)),
    ),
  ];
}

function validateOperator(
  { operator, values = [] }: LabelSelectorRequirement,
  field: string,
): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return [];
      return [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [
        forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
      ];
    default:
      return [invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator')];
  }
}

/** The selector's requirements, undefined where it is no valid selector (LabelSelectorAsSelector's error). */
export function requirementsOf(selector: LabelSelector | null | undefined): Selector | undefined {
  try {
    return selectorFrom(selector ?? undefined);
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

export function hasNoTerms(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
}
