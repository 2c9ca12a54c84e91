import { expect, test } from 'vitest';
import { readCertificateRequest } from '../../../../../src/kubectl/kinds/certificatesigningrequest/request.ts';

/** Made by `openssl req -new -subj /C=DE/O=dev/O=ops/CN=jane` with names of each kind. */
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQlRqQ0I5UUlCQURBNE1Rc3dDUVlEVlFRR0V3SkVSVEVN' +
  'TUFvR0ExVUVDZ3dEWkdWMk1Rd3dDZ1lEVlFRSwpEQU52Y0hNeERUQUxCZ05WQkFNTUJHcGhibVV3V1RBVEJnY3Foa2pPUFFJ' +
  'QkJnZ3Foa2pPUFFNQkJ3TkNBQVFvCkVyQUZKcllXTWlsY0lWQjE3Ni9KN1hxcHBRY3hyQU1JRHdSL2hOSXNDYUVqUXlYUVAx' +
  'QWxxMEpDM2h4VDBLRFAKcVV2V0hJNWl0Sk5vQytpMnAxamJvRnN3V1FZSktvWklodmNOQVFrT01Vd3dTakJJQmdOVkhSRUVR' +
  'VEEvZ2cxaApMbVY0WVcxd2JHVXVZMjl0Z2dGaWh3UUtBQUFCaHhBZ0FRMjRBQUFBQUFBQUFBQUFBQUFCZ1FWNFFIa3Vlb1lN' +
  'CmMzQnBabVpsT2k4dllTOWlNQW9HQ0NxR1NNNDlCQU1DQTBnQU1FVUNJREJpNWF4ZDBDbWRhUjAvbEJGTjZ3UnkKdFFEeTdV' +
  'eXFLdjJoNHdqSHBLN0tBaUVBNHRWSUFPMk4xcTV2Tk92WS9FeVVBcjl2akhvR1UydkZ2SEtmeHRUVQpabkE9Ci0tLS0tRU5E' +
  'IENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=';

test('the subject and the alternative names of a request are read', () => {
  const request = readCertificateRequest(REQUEST);
  expect([...(request?.subject ?? [])]).toEqual([
    ['2.5.4.6', ['DE']],
    ['2.5.4.10', ['dev', 'ops']],
    ['2.5.4.3', ['jane']],
  ]);
  expect(request).toMatchObject({
    dnsNames: ['a.example.com', 'b'],
    emailAddresses: ['x@y.z'],
    uris: ['spiffe://a/b'],
    ipAddresses: ['10.0.0.1', '2001:db8::1'],
  });
});

test('what is no request, or is cut short, is not read as one', () => {
  expect(readCertificateRequest('')).toBeUndefined();
  const cut = '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----';
  expect(readCertificateRequest(Buffer.from(cut).toString('base64'))).toBeUndefined();
});
