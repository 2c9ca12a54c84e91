import {
  type FieldError,
  forbidden,
  invalidShown,
  required,
  showValue,
  unsupported,
} from '../../machinery/field-path.ts';
import { type LabelSelector, matches, type Selector } from '../../machinery/labels.ts';
import type { PodTemplateSpec } from '../core/pod/types.ts';
import { goDump } from '../schema/go-dump.ts';
import { showStringMap } from '../validation/go-values.ts';
import { hasNoTerms, requirementsOf, validateLabelSelector } from '../validation/label-selector.ts';

/** Go writes a selector that was left out as null. */
type GivenSelector = LabelSelector | null | undefined;

export const showSelector = (selector: GivenSelector): string =>
  selector == null ? showValue(undefined) : goDump('meta/v1.LabelSelector', selector);

/** spec.selector of a Deployment, ReplicaSet or StatefulSet: it must be there and select something. */
export function validateWorkloadSelector(selector: GivenSelector, word: string): readonly FieldError[] {
  if (selector == null) return [required('spec.selector')];
  return [...validateLabelSelector(selector, 'spec.selector'), ...emptySelector(selector, word)];
}

export function emptySelector(selector: GivenSelector, word: string): readonly FieldError[] {
  if (selector == null || !hasNoTerms(selector)) return [];
  return [invalidShown('spec.selector', showSelector(selector), `empty selector is invalid for ${word}`)];
}

/** What is asked of a template together with the selector; `otherwise` tells a selector that cannot be read. */
export function validateSelected(
  selector: GivenSelector,
  otherwise: string,
  validateTemplate: (requirements: Selector) => readonly FieldError[],
): readonly FieldError[] {
  const requirements = requirementsOf(selector);
  if (requirements !== undefined) return validateTemplate(requirements);
  return [invalidShown('spec.selector', showSelector(selector), otherwise)];
}

/** The selector must match the template's own labels. */
export function templateLabelsMatch(selector: Selector, template: PodTemplateSpec): readonly FieldError[] {
  const labels = template.metadata?.labels;
  if (matches(selector, labels)) return [];
  const shown = showStringMap(labels);
  return [
    invalidShown('spec.template.metadata.labels', shown, '`selector` does not match template `labels`'),
  ];
}

/** Workloads that keep pods running take only templates that never end. */
export function validateRunsForever({ spec }: PodTemplateSpec, kind: string): readonly FieldError[] {
  const field = 'spec.template.spec';
  const faults: FieldError[] = [];
  if (spec.restartPolicy !== 'Always') {
    faults.push(unsupported(`${field}.restartPolicy`, spec.restartPolicy ?? '', ['Always']));
  }
  if (spec.activeDeadlineSeconds !== undefined) {
    faults.push(
      forbidden(`${field}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`),
    );
  }
  return faults;
}
