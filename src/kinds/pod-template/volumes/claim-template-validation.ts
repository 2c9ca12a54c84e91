import { forbidden } from '../../../machinery/field-path.ts';
import { validate as validateClaim } from '../../core/persistentvolumeclaim/validation.ts';
import type { PersistentVolumeClaimTemplate } from '../../core/pod/types.ts';
import { validateAnnotations } from '../../validation/annotations.ts';
import { validateLabels } from '../../validation/labels.ts';
import { type Faults, together } from '../rules.ts';

/** ValidatePersistentVolumeClaimTemplate: of its metadata only labels and annotations mean anything. */
export function validateClaimTemplate(template: PersistentVolumeClaimTemplate, field: string): Faults {
  const { labels, annotations, creationTimestamp: _, ...others } = template.metadata ?? {};
  const path = `${field}.metadata`;
  return together(
    validateAnnotations(annotations, `${path}.annotations`),
    validateLabels(labels, `${path}.labels`),
    Object.keys(others).map((name) => forbidden(`${path}.${name}`, 'cannot be set')),
    // A claim tells its faults from `spec` on.
    validateClaim(template).map((fault) => ({ ...fault, field: `${field}.${fault.field}` })),
  );
}
