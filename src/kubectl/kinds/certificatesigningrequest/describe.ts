import { humanDuration } from '../../../machinery/duration.ts';
import { seconds } from '../../../machinery/instant.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { CommandError } from '../../command.ts';
import { labelsText } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, type Page } from '../page.ts';
import { type CertificateRequest, readCertificateRequest } from './request.ts';

interface SigningRequest extends KubeObject {
  readonly spec?: {
    readonly request?: string;
    readonly signerName?: string;
    readonly expirationSeconds?: number;
    readonly username?: string;
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string }[];
    readonly certificate?: string;
  };
}

export const certificateSigningRequest = defineDescriber<SigningRequest>({
  describe: ({ object, events, now }) => {
    const { metadata, spec = {} } = object;
    const request = readCertificateRequest(spec.request ?? '');
    if (request === undefined)
      throw new CommandError('Error parsing CSR: PEM block type must be CERTIFICATE REQUEST');
    return describePage((page) => {
      page.line(0, `Name:\t${metadata.name}`);
      page.line(0, `Labels:\t${labelsText(metadata.labels)}`);
      page.line(0, `Annotations:\t${labelsText(metadata.annotations)}`);
      page.line(0, `CreationTimestamp:\t${formatTime(metadata.creationTimestamp)}`);
      page.line(0, `Requesting User:\t${spec.username ?? ''}`);
      if (spec.signerName) page.line(0, `Signer:\t${spec.signerName}`);
      if (spec.expirationSeconds !== undefined)
        page.line(0, `Requested Duration:\t${humanDuration(seconds(spec.expirationSeconds))}`);
      page.line(0, `Status:\t${statusOf(object)}`);
      describeRequest(page, request);
      describeEvents(page, events, now);
    });
  },
});

function statusOf({ status }: SigningRequest): string {
  const has = (wanted: string): boolean => status?.conditions?.some(({ type }) => type === wanted) ?? false;
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`;
}

const COMMON_NAME = '2.5.4.3';
const SERIAL_NUMBER = '2.5.4.5';
const SUBJECT: readonly (readonly [string, string])[] = [
  ['Organization', '2.5.4.10'],
  ['Organizational Unit', '2.5.4.11'],
  ['Country', '2.5.4.6'],
  ['Locality', '2.5.4.7'],
  ['Province', '2.5.4.8'],
  ['StreetAddress', '2.5.4.9'],
  ['PostalCode', '2.5.4.17'],
];

function describeRequest(page: Page, request: CertificateRequest): void {
  const { subject, dnsNames, emailAddresses, uris, ipAddresses } = request;
  const last = (identifier: string): string => subject.get(identifier)?.at(-1) ?? '';
  page.line(0, 'Subject:');
  page.line(0, `\tCommon Name:\t${last(COMMON_NAME)}`);
  page.line(0, `\tSerial Number:\t${last(SERIAL_NUMBER)}`);
  for (const [name, identifier] of SUBJECT) listed(page, name, subject.get(identifier) ?? []);
  if (dnsNames.length + emailAddresses.length + ipAddresses.length + uris.length === 0) return;
  page.line(0, 'Subject Alternative Names:');
  listed(page, 'DNS Names', dnsNames);
  listed(page, 'Email Addresses', emailAddresses);
  listed(page, 'URIs', uris);
  listed(page, 'IP Addresses', ipAddresses);
}

function listed(page: Page, name: string, values: readonly string[]): void {
  values.forEach((value, i) => {
    page.line(0, `\t${i === 0 ? `${name}:` : ''}\t${value}`);
  });
}
