import type { Actor } from '../../client/client.ts';
import { itself } from '../../client/triggers.ts';
import { CertificateSigningRequest } from '../../kinds/certificates/certificatesigningrequest/kind.ts';
import {
  after,
  type Duration,
  hours,
  type Instant,
  milliseconds,
  minutes,
  seconds,
  timeOf,
} from '../../machinery/instant.ts';
import { certificateFor } from './certificate.ts';

const SIGNER = 'kubernetes.io/kube-apiserver-client';
/** Who a cluster of kubeadm names as its authority. */
const COMMON_NAME = 'kubernetes';

const LONGEST = hours(365 * 24);
const SHORTEST = minutes(10);
/** Clocks may differ by so much. */
const BACKDATED = minutes(5);
/** What lasts less than so long is not cut short for being dated back. */
const SHORT = hours(8);

/** Issues certificates for approved requests of clients of the API server. */
export const certificateSigning: Actor = {
  name: 'csrsigning-kube-apiserver-client',
  triggers: [itself(CertificateSigningRequest)],
  reconcile: (ref, { client, now, rng }) => {
    const request = client.find(CertificateSigningRequest, ref);
    if (request === undefined || request.spec.signerName !== SIGNER || !isAwaited(request)) return undefined;
    const { usages = [], request: encoded = '', expirationSeconds } = request.spec;
    const fault = usageFault(usages);
    if (fault !== undefined) {
      client.updateStatus(CertificateSigningRequest, failed(request, fault, now));
      return undefined;
    }
    const serial = Buffer.from(rng.fork(`serial ${request.metadata.uid}`).hex(32), 'hex');
    serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
    const seed = Buffer.from(rng.fork('authority').hex(64), 'hex');
    const terms = { serial, usages, ...validity(expirationSeconds, now) };
    const pem = Buffer.from(encoded, 'base64').toString('latin1');
    const certificate = certificateFor(pem, { commonName: COMMON_NAME, seed }, terms);
    if (certificate === undefined) return undefined;
    const status = { ...request.status, certificate: Buffer.from(certificate).toString('base64') };
    client.updateStatus(CertificateSigningRequest, { ...request, status });
    return undefined;
  },
};

function isAwaited({ status }: CertificateSigningRequest): boolean {
  const has = (type: string): boolean => status?.conditions?.some((one) => one.type === type) ?? false;
  return has('Approved') && !has('Failed') && !status?.certificate;
}

/** PermissiveSigningPolicy. */
export function validity(
  asked: number | undefined,
  now: Instant,
): { readonly notBefore: Instant; readonly notAfter: Instant } {
  const wished = asked === undefined ? LONGEST : seconds(asked);
  const length = Math.max(SHORTEST, Math.min(LONGEST, wished)) as Duration;
  const back = milliseconds(-BACKDATED);
  const end = after(now, length);
  return { notBefore: after(now, back), notAfter: length < SHORT ? end : after(end, back) };
}

const OPTIONAL = ['digital signature', 'key encipherment'];

/** validAPIServerClientUsages. */
function usageFault(usages: readonly string[]): string | undefined {
  const other = usages.find((usage) => usage !== 'client auth' && !OPTIONAL.includes(usage));
  if (other !== undefined) return `invalid usage for client certificate: ${other}`;
  return usages.includes('client auth')
    ? undefined
    : 'missing required usage for client certificate: client auth';
}

function failed(
  request: CertificateSigningRequest,
  message: string,
  now: Instant,
): CertificateSigningRequest {
  const time = timeOf(now);
  const condition = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message };
  const told = { ...condition, lastUpdateTime: time, lastTransitionTime: time };
  return {
    ...request,
    status: { ...request.status, conditions: [...(request.status?.conditions ?? []), told] },
  };
}
