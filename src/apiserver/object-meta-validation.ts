import type { Kind } from '../kinds/kind.ts';
import { type FieldError, forbidden, invalid, invalidShown, required } from '../machinery/field-path.ts';
import { labelValue, qualifiedName } from '../machinery/names.ts';
import type { ObjectMeta, OwnerReference } from '../machinery/object-meta.ts';

/** All annotations together: upstream's TotalAnnotationSizeLimitB. */
const ANNOTATIONS_BYTES = 256 * 1024;

/** ValidateObjectMeta: every fault of the metadata, in upstream's order. */
export function validateObjectMeta(
  kind: Kind,
  metadata: ObjectMeta,
  options: { readonly trusted?: boolean } = {},
): readonly FieldError[] {
  if (options.trusted) return validateName(kind, metadata);
  return [
    ...validateName(kind, metadata),
    ...validateNamespace(kind, metadata),
    ...validateLabels(metadata.labels, 'metadata.labels'),
    ...validateAnnotations(metadata.annotations, 'metadata.annotations'),
    ...validateOwnerReferences(metadata.ownerReferences ?? []),
    ...validateFinalizers(metadata.finalizers ?? []),
  ];
}

function validateName(kind: Kind, metadata: ObjectMeta): readonly FieldError[] {
  if (metadata.generateName) {
    const faults = kind
      .nameRule(metadata.generateName, true)
      .map((text) => invalid('metadata.generateName', metadata.generateName, text));
    if (faults.length > 0) return [...faults, ...nameFaults(kind, metadata)];
  }
  return nameFaults(kind, metadata);
}

function nameFaults(kind: Kind, { name }: ObjectMeta): readonly FieldError[] {
  if (!name) return [required('metadata.name', 'name or generateName is required')];
  return kind.nameRule(name, false).map((text) => invalid('metadata.name', name, text));
}

function validateNamespace(kind: Kind, { namespace }: ObjectMeta): readonly FieldError[] {
  if (kind.scope === 'Cluster') return [];
  return namespace ? [] : [required('metadata.namespace')];
}

export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  field: string,
): readonly FieldError[] {
  return Object.keys(labels ?? {})
    .sort()
    .flatMap((key) => [
      ...qualifiedName(key).map((text) => invalid(field, key, text)),
      ...labelValue(labels?.[key] ?? '').map((text) => invalid(field, labels?.[key], text)),
    ]);
}

export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): readonly FieldError[] {
  const keys = Object.keys(annotations ?? {}).sort();
  const faults = keys.flatMap((key) =>
    qualifiedName(key.toLowerCase()).map((text) => invalid(field, key, text)),
  );
  const bytes = keys.reduce((sum, key) => sum + key.length + (annotations?.[key] ?? '').length, 0);
  if (bytes <= ANNOTATIONS_BYTES) return faults;
  return [
    ...faults,
    { type: 'FieldValueTooLong', field, detail: `may not be more than ${ANNOTATIONS_BYTES} bytes` },
  ];
}

function validateOwnerReferences(owners: readonly OwnerReference[]): readonly FieldError[] {
  const faults: FieldError[] = [];
  let controller: OwnerReference | undefined;
  owners.forEach((owner) => {
    const field = 'metadata.ownerReferences';
    if (!owner.apiVersion)
      faults.push(invalid(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'));
    if (!owner.kind) faults.push(invalid(`${field}.kind`, '', 'kind must not be empty'));
    if (!owner.name) faults.push(invalid(`${field}.name`, '', 'name must not be empty'));
    if (!owner.uid) faults.push(invalid(`${field}.uid`, '', 'uid must not be empty'));
    if (owner.controller !== true) return;
    if (controller !== undefined) {
      faults.push(
        invalidShown(
          field,
          'null',
          `Only one reference can have Controller set to true. Found "true" in references for ${controller.kind}/${controller.name} and ${owner.kind}/${owner.name}`,
        ),
      );
    }
    controller = owner;
  });
  return faults;
}

function validateFinalizers(finalizers: readonly string[]): readonly FieldError[] {
  const faults = finalizers.flatMap((name) => {
    const texts = qualifiedName(name).map((text) => invalid('metadata.finalizers', name, text));
    if (texts.length > 0 || name.includes('/') || STANDARD_FINALIZERS.has(name)) return texts;
    return [
      invalid(
        'metadata.finalizers',
        name,
        'name is neither a standard finalizer name nor is it fully qualified',
      ),
    ];
  });
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    faults.push(
      invalidShown(
        'metadata.finalizers',
        `[]string{${finalizers.map((name) => JSON.stringify(name)).join(', ')}}`,
        'finalizer orphan and foregroundDeletion cannot be both set',
      ),
    );
  }
  return faults;
}

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** ValidateObjectMetaUpdate: what may not change, and what may only shrink while the object is being deleted. */
export function validateObjectMetaUpdate(metadata: ObjectMeta, before: ObjectMeta): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (before.deletionTimestamp !== undefined) {
    const added = (metadata.finalizers ?? []).filter((name) => !before.finalizers?.includes(name));
    if (added.length > 0) {
      const shown = `[]string{${added
        .sort()
        .map((name) => JSON.stringify(name))
        .join(', ')}}`;
      faults.push(
        forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`,
        ),
      );
    }
  }
  if (metadata.name !== before.name)
    faults.push(invalid('metadata.name', metadata.name, 'field is immutable'));
  if ((metadata.namespace ?? '') !== (before.namespace ?? '')) {
    faults.push(invalid('metadata.namespace', metadata.namespace ?? '', 'field is immutable'));
  }
  if (metadata.uid !== before.uid) faults.push(invalid('metadata.uid', metadata.uid, 'field is immutable'));
  if (metadata.creationTimestamp !== before.creationTimestamp) {
    faults.push(invalidShown('metadata.creationTimestamp', metadata.creationTimestamp, 'field is immutable'));
  }
  return [
    ...faults,
    ...(metadata.labels === before.labels ? [] : validateLabels(metadata.labels, 'metadata.labels')),
    ...(metadata.annotations === before.annotations
      ? []
      : validateAnnotations(metadata.annotations, 'metadata.annotations')),
    ...(metadata.ownerReferences === before.ownerReferences
      ? []
      : validateOwnerReferences(metadata.ownerReferences ?? [])),
    ...(metadata.finalizers === before.finalizers ? [] : validateFinalizers(metadata.finalizers ?? [])),
  ];
}
