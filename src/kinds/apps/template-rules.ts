import type { PodTemplateSpec } from '../core/pod/types.ts';

export function podTemplateWarnings(
  _template: PodTemplateSpec,
  _field: string,
  _before?: PodTemplateSpec,
): readonly string[] {
  return [];
}
