import type { Actor } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { webToken } from '../../client/web-token.ts';
import { Secret } from '../../kinds/core/secret/kind.ts';
import { ServiceAccount } from '../../kinds/core/serviceaccount/kind.ts';
import { type Ref, refOf } from '../../machinery/object-meta.ts';
import type { Rng } from '../../simulation/rng.ts';
import { CLUSTER_CERTIFICATES } from './certificates.ts';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** Secrets that ask for the token of a ServiceAccount get it, and go with the account (tokens_controller.go). */
export const accountTokens: Actor = {
  name: 'serviceaccount-token-controller',
  retries: 10,
  triggers: [
    onChange(Secret, ({ object }) => (object.type === TYPE ? [refOf(object)] : [])),
    onChange(ServiceAccount, ({ type, object, before }, reader) => {
      if (type !== 'DELETED' && before !== undefined) return [];
      const { namespace = '', name } = object.metadata;
      return reader
        .list(Secret, { namespace })
        .filter((secret) => secret.type === TYPE && accountOf(secret) === name)
        .map(refOf);
    }),
  ],
  reconcile: (ref, { client, rng }) => {
    const secret = client.find(Secret, ref);
    if (secret === undefined || secret.type !== TYPE) return undefined;
    const account = client.find(ServiceAccount, { namespace: ref.namespace, name: accountOf(secret) });
    const wanted = secret.metadata.annotations?.[ACCOUNT_UID];
    if (account === undefined || (wanted && wanted !== account.metadata.uid)) {
      client.delete(Secret, ref, { uid: secret.metadata.uid });
      return undefined;
    }
    const filled = withToken(secret, account, rng);
    if (filled !== secret) client.update(Secret, filled);
    return undefined;
  },
};

const accountOf = ({ metadata }: Secret): string => metadata.annotations?.[ACCOUNT_NAME] ?? '';

/** The secret with what it lacks; itself where it lacks nothing. */
function withToken(secret: Secret, account: ServiceAccount, rng: Rng): Secret {
  const { namespace = '', name, uid } = account.metadata;
  const certificates = base64Of(CLUSTER_CERTIFICATES);
  const { data = {} } = secret;
  if (data['ca.crt'] === certificates && data['namespace'] && data['token']) return secret;
  const token = (): string =>
    base64Of(webToken(claimsOf(account, refOf(secret)), rng.fork(`token ${secret.metadata.uid}`)));
  return {
    ...secret,
    metadata: {
      ...secret.metadata,
      annotations: { ...secret.metadata.annotations, [ACCOUNT_NAME]: name, [ACCOUNT_UID]: uid },
    },
    data: {
      ...data,
      'ca.crt': certificates,
      namespace: data['namespace'] || base64Of(namespace),
      token: data['token'] || token(),
    },
  };
}

/** The claims of tokens that never expire (legacy.go). */
function claimsOf(account: ServiceAccount, secret: Ref): object {
  const { namespace = '', name, uid } = account.metadata;
  const about = 'kubernetes.io/serviceaccount';
  return {
    iss: about,
    sub: `system:serviceaccount:${namespace}:${name}`,
    [`${about}/namespace`]: namespace,
    [`${about}/secret.name`]: secret.name,
    [`${about}/service-account.name`]: name,
    [`${about}/service-account.uid`]: uid,
  };
}

const base64Of = (text: string): string => Buffer.from(text).toString('base64');
