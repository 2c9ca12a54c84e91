import { ServiceAccount } from '../../kinds/core/serviceaccount/kind.ts';
import { erased } from '../../kinds/kind.ts';
import { required } from '../../machinery/field-path.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import { invalidObject } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';
import { serviceAccountUser } from './user.ts';

const REVIEW = { group: 'authentication.k8s.io', kind: 'TokenReview' } as const;

/** Whose a token is. Tokens of this cluster bear no real signature: what they say counts. */
export function reviewToken(asked: Fields, backend: Backend): Fields {
  const { spec = {} } = asked as {
    readonly spec?: { readonly token?: string; readonly audiences?: unknown };
  };
  const { token = '' } = spec;
  if (token === '') throw invalidObject(REVIEW, '', [required('spec.token')]);
  const user = ownerOf(token, backend);
  const status =
    user === undefined
      ? { user: {}, error: '[invalid bearer token, invalid bearer token]' }
      : { authenticated: true, ...user };
  return { metadata: { creationTimestamp: null }, spec, status };
}

function ownerOf(token: string, backend: Backend): Fields | undefined {
  const claims = claimsOf(token);
  const about = claims['kubernetes.io'];
  if (!isFields(about) || !isFields(about['serviceaccount'])) return undefined;
  if (typeof claims['exp'] !== 'number' || claims['exp'] * 1000 < backend.now()) return undefined;
  const namespace = String(about['namespace']);
  const { name, uid } = about['serviceaccount'];
  const account = backend.store.get(keyOf(erased(ServiceAccount), namespace, String(name)))?.value;
  if (account === undefined || account.metadata.uid !== uid) return undefined;
  return {
    user: {
      username: serviceAccountUser(namespace, String(name)),
      uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    },
    audiences: claims['aud'],
  };
}

function claimsOf(token: string): Fields {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return isFields(claims) ? claims : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}
