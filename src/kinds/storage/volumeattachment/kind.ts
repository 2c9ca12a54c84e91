import { type FieldError, forbidden, invalidShown, required } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, booleanColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { IMMUTABLE } from '../../validation/immutable.ts';
import type * as types from './types.ts';

export type VolumeAttachment = types.VolumeAttachment;
export const VolumeAttachment = defineKind<VolumeAttachment>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  scope: 'Cluster',
  unconditionalUpdate: false,
  subresources: ['status'],
  prepareForCreate: (attachment) => ({ ...attachment, status: { attached: false } }),
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    { ...column('Attacher', ({ spec }) => spec.attacher ?? ''), format: 'name' },
    column('PV', ({ spec }) => spec.source.persistentVolumeName ?? ''),
    column('Node', ({ spec }) => spec.nodeName ?? ''),
    booleanColumn('Attached', ({ status }) => status?.attached ?? false),
    ageColumn,
  ],
});

const ONE_OF = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function validate({ spec }: VolumeAttachment): readonly FieldError[] {
  const { attacher, source, nodeName } = spec;
  const field = 'spec.source';
  const sources = Object.keys(source ?? {}).length;
  return [
    ...(attacher ? [] : [required('spec.attacher')]),
    ...(sources === 0 ? [required(field, ONE_OF)] : []),
    ...(sources > 1 ? [forbidden(field, ONE_OF)] : []),
    ...(nodeName ? [] : [required('spec.nodeName')]),
  ];
}

/** What is attached where is fixed. */
function validateUpdate(attachment: VolumeAttachment, before: VolumeAttachment): readonly FieldError[] {
  const faults = validate(attachment);
  if (equalJson(attachment.spec, before.spec)) return faults;
  const shown = goDumpInternal('storage.k8s.io/v1.VolumeAttachmentSpec', attachment.spec);
  return [...faults, invalidShown('spec', shown, IMMUTABLE)];
}
