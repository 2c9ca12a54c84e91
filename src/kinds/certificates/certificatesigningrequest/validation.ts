import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { validateSignerName } from './signer-name.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from './types.ts';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const SHORTEST_SECONDS = 600;
const PEM_REQUEST = /-----BEGIN CERTIFICATE REQUEST-----[\s\S]+-----END CERTIFICATE REQUEST-----/;

/** validateCertificateSigningRequest; of the request itself only its envelope is looked at. */
export function validate(request: CertificateSigningRequest): readonly FieldError[] {
  const { usages = [], signerName = '', expirationSeconds: seconds } = request.spec ?? {};
  return [
    ...validateEnvelope(request.spec?.request ?? '', 'spec.request'),
    ...(usages.length === 0 ? [required('spec.usages')] : []),
    ...usages.flatMap((usage, i) =>
      USAGES.includes(usage) ? [] : [unsupported(`spec.usages[${i}]`, usage, USAGES)],
    ),
    ...usages.flatMap((usage, i) =>
      usages.indexOf(usage) < i ? [duplicate(`spec.usages[${i}]`, usage)] : [],
    ),
    ...(signerName === LEGACY_SIGNER
      ? [invalid('spec.signerName', signerName, 'the legacy signerName is not allowed via this API version')]
      : validateSignerName(signerName, 'spec.signerName')),
    ...(seconds !== undefined && seconds < SHORTEST_SECONDS
      ? [
          invalid(
            'spec.expirationSeconds',
            seconds,
            'may not specify a duration less than 600 seconds (10 minutes)',
          ),
        ]
      : []),
    ...validateConditions(request.status?.conditions ?? [], 'status.conditions'),
  ];
}

function validateEnvelope(encoded: string, field: string): readonly FieldError[] {
  const bytes = Buffer.from(encoded, 'base64');
  if (PEM_REQUEST.test(bytes.toString('latin1'))) return [];
  const shown = `[]byte{${[...bytes].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`;
  return [invalidShown(field, shown, 'PEM block type must be CERTIFICATE REQUEST')];
}

/** What is decided once and for all. */
const DECISIONS = ['Approved', 'Denied', 'Failed'];

function validateConditions(
  conditions: readonly CertificateSigningRequestCondition[],
  field: string,
): readonly FieldError[] {
  const types = conditions.map(({ type }) => type);
  return conditions.flatMap(({ type, status }, i) => {
    const allowed = DECISIONS.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    const opposite = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined;
    const at = opposite === undefined ? -1 : types.indexOf(opposite);
    return [
      ...(type ? [] : [required(`${field}[${i}].type`)]),
      ...(status ? [] : [required(`${field}[${i}].status`)]),
      ...(status && !allowed.includes(status) ? [unsupported(`${field}[${i}].status`, status, allowed)] : []),
      ...(at >= 0 && at < i
        ? [invalid(`${field}[${i}].type`, type, 'Approved and Denied conditions are mutually exclusive')]
        : []),
      ...(types.indexOf(type) < i ? [duplicate(`${field}[${i}].type`, type)] : []),
    ];
  });
}

type Request = CertificateSigningRequest;

const conditionsOf = ({ status }: Request, wanted: string): readonly CertificateSigningRequestCondition[] =>
  (status?.conditions ?? []).filter(({ type }) => type === wanted);

/** What no path may do: take a decision back. */
function noneRemoved(request: Request, before: Request): readonly FieldError[] {
  return DECISIONS.filter(
    (type) => conditionsOf(request, type).length < conditionsOf(before, type).length,
  ).map((type) => forbidden('status.conditions', `updates may not remove a condition of type "${type}"`));
}

/** Only the approval sub-resource approves and denies. */
function noneDecided(request: Request, before: Request): readonly FieldError[] {
  return ['Approved', 'Denied'].flatMap((type) => {
    const [now, then] = [conditionsOf(request, type), conditionsOf(before, type)];
    if (now.length > then.length)
      return [forbidden('status.conditions', `updates may not add a condition of type "${type}"`)];
    if (now.length < then.length || equalJson(now, then)) return [];
    return [forbidden('status.conditions', `updates may not modify a condition of type "${type}"`)];
  });
}

export const validateUpdate = (request: Request, before: Request): readonly FieldError[] => [
  ...validate(request),
  ...noneRemoved(request, before),
  ...noneDecided(request, before),
];

export const validateApproval = (request: Request, before: Request): readonly FieldError[] => [
  ...validate(request),
  ...noneRemoved(request, before),
];

export const validateStatusUpdate = (request: Request, before: Request): readonly FieldError[] => [
  ...validateUpdate(request, before),
  ...(before.status?.certificate && request.status?.certificate !== before.status.certificate
    ? [forbidden('status.certificate', 'updates may not modify existing certificate content')]
    : []),
];
