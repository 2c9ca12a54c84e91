import type { ApiRequest } from '../../client/transport.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { erased } from '../../kinds/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import { type FieldError, invalid } from '../../machinery/field-path.ts';
import { timeOf } from '../../machinery/instant.ts';
import type { Fields } from '../../machinery/json.ts';
import { badRequest, invalidObject, methodNotAllowed } from '../../machinery/status.ts';
import type { Answer } from '../answer.ts';
import type { Backend } from '../backend.ts';
import { apiVersionOf } from '../registry.ts';
import { bindPod } from '../subresources/binding.ts';
import { type Attributes, NO_RESOURCE } from './attributes.ts';
import { authorize, rulesOf } from './rbac.ts';
import { reviewToken } from './token-review.ts';
import type { User } from './user.ts';

/** A question to the API server that is answered and not stored. */
export interface Review {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly answer: (asked: Fields, at: Asking) => Fields;
}

interface Asking {
  readonly backend: Backend;
  readonly user: User;
  readonly namespace: string;
}

const CORE = { group: '', version: 'v1' } as const;
const AUTHENTICATION = { group: 'authentication.k8s.io', version: 'v1' } as const;
const AUTHORIZATION = { group: 'authorization.k8s.io', version: 'v1' } as const;

function review(
  place: { readonly group: string; readonly version: string },
  kind: string,
  answer: Review['answer'],
  scope: Review['scope'] = 'Cluster',
): Review {
  return { ...place, kind, plural: `${kind.toLowerCase()}s`, scope, answer };
}

/** Every review, and the old way to bind a pod, which is posted and not stored either. */
export const reviews: readonly Review[] = [
  review(
    CORE,
    'Binding',
    ({ metadata, target }, { backend, namespace }) => {
      const { name = '' } = (metadata ?? {}) as { readonly name?: string };
      return { ...bindPod(backend, erased(Pod), { namespace, name }, { target }) };
    },
    'Namespaced',
  ),
  review(AUTHENTICATION, 'TokenReview', (asked, { backend }) => reviewToken(asked, backend)),
  review(AUTHENTICATION, 'SelfSubjectReview', (_asked, { user, backend }) => {
    const { name: username, uid, groups, extra } = user;
    const userInfo = {
      username,
      ...(uid === '' ? {} : { uid }),
      groups,
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    };
    return { metadata: { creationTimestamp: timeOf(backend.now()) }, status: { userInfo } };
  }),
  review(
    AUTHORIZATION,
    'LocalSubjectAccessReview',
    (asked, at) => {
      const spec = accessSpec(asked, 'LocalSubjectAccessReview');
      const namespace = spec.resourceAttributes?.namespace ?? '';
      if (namespace !== at.namespace) {
        const field = 'spec.resourceAttributes.namespace';
        refuse('LocalSubjectAccessReview', [invalid(field, namespace, 'must match metadata.namespace')]);
      }
      return access(asked, subjectOf(spec), at);
    },
    'Namespaced',
  ),
  review(AUTHORIZATION, 'SelfSubjectAccessReview', (asked, at) => {
    accessSpec(asked, 'SelfSubjectAccessReview');
    return access(asked, at.user, at);
  }),
  review(AUTHORIZATION, 'SelfSubjectRulesReview', (asked, { backend, user }) => {
    const { namespace = '' } = (asked['spec'] ?? {}) as { readonly namespace?: string };
    if (namespace === '') throw badRequest('no namespace on request');
    const { rules, fault } = rulesOf(backend.store, user, namespace);
    return {
      metadata: { creationTimestamp: null },
      spec: {},
      status: {
        resourceRules: rules.filter(({ resources = [] }) => resources.length > 0),
        nonResourceRules: rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0),
        incomplete: false,
        ...(fault === '' ? {} : { evaluationError: fault }),
      },
    };
  }),
  review(AUTHORIZATION, 'SubjectAccessReview', (asked, at) =>
    access(asked, subjectOf(accessSpec(asked, 'SubjectAccessReview')), at),
  ),
];

const PATH = /^\/api(?:s\/([^/]+))?\/([^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/;

/** Answers a review; undefined where the path is none's. */
export function answerReview(backend: Backend, user: User, request: ApiRequest): Answer | undefined {
  const [, group = '', version, namespace = '', plural] = PATH.exec(request.path) ?? [];
  const found = reviews.find(
    (one) =>
      one.plural === plural &&
      one.group === group &&
      one.version === version &&
      (one.scope === 'Namespaced') === (namespace !== ''),
  );
  if (found === undefined) return undefined;
  if (request.method !== 'POST') throw methodNotAllowed(found, request.method.toLowerCase());
  const apiVersion = apiVersionOf(found);
  const { kind } = found;
  const { object } = decode(`${group || 'core'}/${version}.${kind}`, request.body, { apiVersion, kind });
  const asked: Fields = { ...object };
  return { code: 201, body: { kind, apiVersion, ...found.answer(asked, { backend, user, namespace }) } };
}

interface AccessSpec {
  readonly resourceAttributes?: Partial<Attributes>;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
  readonly user?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
}

/** ValidateSelfSubjectAccessReviewSpec, and for questions about others that they are named. */
function accessSpec(asked: Fields, kind: string): AccessSpec {
  const spec = (asked['spec'] ?? {}) as AccessSpec;
  const { resourceAttributes, nonResourceAttributes } = spec;
  const isBoth = resourceAttributes !== undefined && nonResourceAttributes !== undefined;
  const isNone = resourceAttributes === undefined && nonResourceAttributes === undefined;
  const isUnnamed = !kind.startsWith('Self') && !spec.user && (spec.groups ?? []).length === 0;
  const together = 'cannot be specified in combination with resourceAttributes';
  const one = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  refuse(kind, [
    ...(isBoth ? [invalid('spec.nonResourceAttributes', nonResourceAttributes, together)] : []),
    ...(isNone ? [invalid('spec.resourceAttributes', null, one)] : []),
    ...(isUnnamed ? [invalid('spec.user', '', 'at least one of user or group must be specified')] : []),
  ]);
  return spec;
}

function refuse(kind: string, faults: readonly FieldError[]): void {
  if (faults.length > 0) throw invalidObject({ group: AUTHORIZATION.group, kind }, '', faults);
}

const subjectOf = ({ user = '', uid = '', groups = [] }: AccessSpec): User => ({
  name: user,
  uid,
  groups,
  extra: {},
});

function access(asked: Fields, user: User, { backend }: Asking): Fields {
  const { resourceAttributes, nonResourceAttributes: plain } = asked['spec'] as AccessSpec;
  const attributes: Attributes =
    plain === undefined
      ? { verb: '', ...NO_RESOURCE, ...resourceAttributes }
      : { ...NO_RESOURCE, verb: plain.verb ?? '', path: plain.path ?? '' };
  const { allowed, reason } = authorize(backend.store, user, attributes);
  const status = { allowed, ...(reason === '' ? {} : { reason }) };
  return { metadata: { creationTimestamp: null }, spec: asked['spec'], status };
}
