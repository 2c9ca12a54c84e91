import { webToken } from '../../client/web-token.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { Secret } from '../../kinds/core/secret/kind.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import { invalid } from '../../machinery/field-path.ts';
import { after, type Instant, seconds, timeOf } from '../../machinery/instant.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { badRequest, conflict, invalidObject } from '../../machinery/status.ts';
import type { Rng } from '../../simulation/rng.ts';
import type { Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';
import { storedObject } from '../stored.ts';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const TOKEN_REQUEST = { group: 'authentication.k8s.io', kind: 'TokenRequest' } as const;
const API_VERSION = 'authentication.k8s.io/v1';
/** MinTokenAgeSec, and what SetDefaults_TokenRequestSpec asks for. */
const SHORTEST = 10 * 60;
const USUAL = 60 * 60;

interface Reference {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly name?: string;
  readonly uid?: string;
}

interface TokenRequest {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly audiences?: readonly string[] | null;
    readonly expirationSeconds?: number | null;
    readonly boundObjectRef?: Reference | null;
  };
}

/** POST serviceaccounts/NAME/token: a token of the form that real ones have. Nobody signed it, and nobody checks it. */
export function tokenFor(backend: Backend, kind: Kind, ref: Ref, body: unknown): unknown {
  const decoded = decode(`${API_VERSION}.TokenRequest`, body, {
    apiVersion: API_VERSION,
    kind: TOKEN_REQUEST.kind,
  });
  const { metadata = {}, spec = {} } = decoded.object as TokenRequest;
  refuseOther('name', metadata.name, ref);
  refuseOther('namespace', metadata.namespace, ref);
  const account = storedObject(backend, kind, ref);
  const expirationSeconds = spec.expirationSeconds ?? USUAL;
  const boundObjectRef = spec.boundObjectRef ?? null;
  const audiences = spec.audiences?.length ? spec.audiences : [ISSUER];
  refuseLength(expirationSeconds);
  const bound = boundObjectRef === null ? {} : boundClaims(backend, boundObjectRef, ref);
  const now = backend.now();
  const expires = after(now, seconds(expirationSeconds));
  const rng = backend.rng.fork(`token ${account.metadata.uid} ${now} ${expires}`);
  const claims = {
    aud: audiences,
    exp: secondOf(expires),
    iat: secondOf(now),
    iss: ISSUER,
    jti: newId(rng),
    'kubernetes.io': { namespace: ref.namespace, ...bound, serviceaccount: identity(account) },
    nbf: secondOf(now),
    sub: `system:serviceaccount:${ref.namespace}:${ref.name}`,
  };
  return {
    kind: TOKEN_REQUEST.kind,
    apiVersion: API_VERSION,
    metadata: { name: ref.name, namespace: ref.namespace, creationTimestamp: timeOf(now) },
    spec: { audiences, expirationSeconds, boundObjectRef },
    status: {
      token: webToken(claims, rng),
      expirationTimestamp: timeOf(expires),
    },
  };
}

function refuseOther(field: 'name' | 'namespace', told: string | undefined, ref: Ref): void {
  if (!told || told === ref[field]) return;
  const why = `must match the service account ${field} if specified`;
  throw invalidObject(TOKEN_REQUEST, ref.name, [invalid(`metadata.${field}`, told, why)]);
}

function refuseLength(length: number): void {
  const field = 'spec.expirationSeconds';
  if (length < SHORTEST)
    throw invalidObject(TOKEN_REQUEST, '', [
      invalid(field, length, 'may not specify a duration less than 10 minutes'),
    ]);
  if (length > 2 ** 32)
    throw invalidObject(TOKEN_REQUEST, '', [
      invalid(field, length, 'may not specify a duration larger than 2^32 seconds'),
    ]);
}

/** What the token lives with: it has to be there, and a pod has to run as the account. */
function boundClaims(backend: Backend, reference: Reference, account: Ref): object {
  const { kind = '', apiVersion = '', name = '', uid } = reference;
  const find = (of: Kind, namespace: string): KubeObject => {
    const object = storedObject(backend, of, { namespace, name });
    if (uid && uid !== object.metadata.uid)
      throw conflict(
        { group: '', plural: kind },
        name,
        `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
      );
    return object;
  };
  const [version, group = ''] = apiVersion.split('/').reverse();
  switch (group === '' ? kind : '') {
    case Pod.kind:
      return podClaims(backend, find(erased(Pod), account.namespace) as Pod, account);
    case Node.kind:
      return { node: identity(find(erased(Node), '')) };
    case Secret.kind:
      return { secret: identity(find(erased(Secret), account.namespace)) };
    default:
      throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  }
}

/** With the pod its node is told, also one that has gone. */
function podClaims(backend: Backend, pod: Pod, account: Ref): object {
  const { serviceAccountName, nodeName } = pod.spec;
  if (serviceAccountName !== account.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(account.name)} to pod running with different serviceaccount name.`,
    );
  if (!nodeName) return { pod: identity(pod) };
  const node = backend.store.get(keyOf(erased(Node), '', nodeName))?.value;
  return { node: node === undefined ? { name: nodeName } : identity(node), pod: identity(pod) };
}

const identity = ({ metadata: { name, uid } }: KubeObject) => ({ name, uid });

const secondOf = (instant: Instant): number => Math.floor(instant / 1000);

const newId = (rng: Rng): string => [8, 4, 4, 4, 12].map((digits) => rng.hex(digits)).join('-');
