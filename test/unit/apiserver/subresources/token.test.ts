import { expect, test } from 'vitest';
import { ServiceAccount } from '../../../../src/kinds/core/serviceaccount/kind.ts';
import { sender } from '../../../support/requests.ts';
import { pod, WholeCluster } from '../../../support/whole-cluster.ts';

const PATH = '/api/v1/namespaces/default/serviceaccounts/default/token';
const bound = (kind: string, name: string) => ({ boundObjectRef: { kind, apiVersion: 'v1', name } });

function asked(spec: object, path = PATH): unknown {
  const whole = new WholeCluster();
  whole.create(pod('web'));
  whole.pass(5);
  return sender(whole)('POST', path, { spec });
}

test('a token tells whom it is of, for whom and how long', () => {
  const whole = new WholeCluster();
  whole.pass(1);
  const { spec, status } = sender(whole)('POST', PATH, { spec: { audiences: ['vault'] } }) as {
    readonly spec: object;
    readonly status: { readonly token: string; readonly expirationTimestamp: string };
  };
  const account = whole.client.get(ServiceAccount, { namespace: 'default', name: 'default' });
  const claims = JSON.parse(Buffer.from(status.token.split('.')[1] ?? '', 'base64url').toString());
  expect(spec).toEqual({ audiences: ['vault'], expirationSeconds: 3600, boundObjectRef: null });
  expect(claims).toMatchObject({
    aud: ['vault'],
    iss: 'https://kubernetes.default.svc.cluster.local',
    sub: 'system:serviceaccount:default:default',
    'kubernetes.io': {
      namespace: 'default',
      serviceaccount: { name: 'default', uid: account.metadata.uid },
    },
  });
  expect(claims.exp - claims.iat).toBe(3600);
  expect(Date.parse(status.expirationTimestamp)).toBe(claims.exp * 1000);
});

test.each([
  [{}, PATH.replace('/default/token', '/robot/token'), 'serviceaccounts "robot" not found'],
  [
    { expirationSeconds: 60 },
    PATH,
    'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
  ],
  [bound('Pod', 'nosuch'), PATH, 'pods "nosuch" not found'],
  [bound('ConfigMap', 'x'), PATH, 'cannot bind token to object of type /v1, Kind=ConfigMap'],
])('%j to %s: %s', (spec, path, message) => {
  expect(asked(spec, path)).toBe(message);
});

test('a token that is bound to a pod tells its node too', () => {
  const { status } = asked(bound('Pod', 'web')) as { readonly status: { readonly token: string } };
  const claims = JSON.parse(Buffer.from(status.token.split('.')[1] ?? '', 'base64url').toString());
  expect(claims['kubernetes.io']).toMatchObject({
    pod: { name: 'web' },
    node: { name: expect.stringMatching(/^worker-/) },
  });
});
