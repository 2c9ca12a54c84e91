import { type Fields, isFields } from '../../machinery/json.ts';
import { filled, partOf, withItems, withoutField, withPart } from './parts.ts';

const EMPTY_MEANS_NONE = 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match';

/** policy/v1beta1: an empty selector meant no pods; today it means all. */
export function renewedDisruptionBudget(object: Fields): Fields {
  const { selector } = partOf(object, 'spec');
  if (!isFields(selector)) return object;
  const isEmpty = Object.values(selector).every((part) => isFields(part) && Object.keys(part).length === 0);
  const told = isEmpty ? { matchExpressions: [{ key: EMPTY_MEANS_NONE, operator: 'Exists' }] } : selector;
  const others = (expression: unknown): boolean =>
    !isFields(expression) || expression['key'] !== EMPTY_MEANS_NONE;
  const expressions = selector['matchExpressions'];
  const kept = Array.isArray(expressions) ? { ...told, matchExpressions: expressions.filter(others) } : told;
  return withPart(object, 'spec', (spec) => ({ ...spec, selector: kept }));
}

/** admissionregistration.k8s.io/v1beta1: a webhook that failed was passed over, and had three times as long to answer. */
export function renewedWebhooks(object: Fields): Fields {
  const webhook = (each: Fields): Fields =>
    filled(each, {
      failurePolicy: 'Ignore',
      matchPolicy: 'Exact',
      sideEffects: 'Unknown',
      timeoutSeconds: 30,
      admissionReviewVersions: ['v1beta1'],
    });
  return withItems(object, 'webhooks', webhook);
}

/** rbac.authorization.k8s.io/v1alpha1: a subject told its version; `*` was everybody who is known. */
export function renewedBinding(object: Fields): Fields {
  return withItems(object, 'subjects', (subject) => {
    const { apiVersion, ...rest } = subject;
    const { kind, name } = subject;
    if (kind === 'ServiceAccount') return rest;
    if (kind === 'User' && name === '*') {
      return { ...rest, kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:authenticated' };
    }
    if (kind === 'User' || kind === 'Group') return { ...rest, apiGroup: 'rbac.authorization.k8s.io' };
    const [group = '', version] = String(apiVersion ?? '').split('/');
    return { ...rest, apiGroup: version === undefined ? '' : group };
  });
}

/** node.k8s.io/v1alpha1: what a RuntimeClass says stood in a spec. */
export function renewedRuntimeClass(object: Fields): Fields {
  const { runtimeHandler: handler, overhead, scheduling } = partOf(object, 'spec');
  return { ...withoutField(object, 'spec'), handler, overhead, scheduling };
}

/** flowcontrol.apiserver.k8s.io before v1beta3: shares were called assured. */
export function renewedPriorityLevel(object: Fields): Fields {
  return withPart(object, 'spec', (spec) => {
    if (!isFields(spec['limited'])) return spec;
    return withPart(spec, 'limited', ({ assuredConcurrencyShares: shares, ...limited }) => ({
      ...limited,
      ...(shares === undefined ? {} : { nominalConcurrencyShares: shares }),
    }));
  });
}

const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';

/** discovery.k8s.io/v1beta1: the zone of an endpoint was one of its topology's labels. */
export function renewedEndpointSlice(object: Fields): Fields {
  return withItems(object, 'endpoints', ({ topology, ...endpoint }) => {
    if (!isFields(topology)) return endpoint;
    const zone = topology[ZONE];
    const left = Object.entries(topology).filter(
      ([label, value]) => label !== ZONE && !(label === HOSTNAME && value === endpoint['nodeName']),
    );
    return {
      ...endpoint,
      ...(zone === undefined ? {} : { zone }),
      ...(left.length === 0 ? {} : { deprecatedTopology: Object.fromEntries(left) }),
    };
  });
}
