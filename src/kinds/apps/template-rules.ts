import type { FieldError } from '../../machinery/field-path.ts';
import type { PodTemplateSpec } from '../core/pod/types.ts';

export function validatePodTemplate(_template: PodTemplateSpec, _field: string): readonly FieldError[] {
  return [];
}

export function podTemplateWarnings(
  _template: PodTemplateSpec,
  _field: string,
  _before?: PodTemplateSpec,
): readonly string[] {
  return [];
}
