import { humanDuration } from '../../../machinery/duration.ts';
import { seconds } from '../../../machinery/instant.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { createdBy, prepareForApproval, prepareForStatusUpdate, prepareForUpdate } from './strategy.ts';
import type * as types from './types.ts';
import { validate, validateApproval, validateStatusUpdate, validateUpdate } from './validation.ts';

export type CertificateSigningRequest = types.CertificateSigningRequest;
export const CertificateSigningRequest = defineKind<CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  version: 'v1',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  shortNames: ['csr'],
  scope: 'Cluster',
  subresources: ['status'],
  prepareForCreate: (request) => ({ ...request, status: {} }),
  createdBy,
  prepareForUpdate,
  prepareForStatusUpdate,
  parts: { approval: { prepare: prepareForApproval, validate: validateApproval } },
  validate,
  validateUpdate,
  validateStatusUpdate,
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName ?? '' },
  columns: [
    nameColumn,
    ageColumn,
    column('SignerName', ({ spec }) => spec.signerName || '<none>'),
    column('Requestor', ({ spec }) => spec.username ?? ''),
    column('RequestedDuration', ({ spec: { expirationSeconds: asked } }) =>
      asked === undefined ? '<none>' : humanDuration(seconds(asked)),
    ),
    column('Condition', conditionCell),
  ],
});

function conditionCell({ status }: CertificateSigningRequest): string {
  const has = (wanted: string): boolean => status?.conditions?.some(({ type }) => type === wanted) ?? false;
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`;
}
