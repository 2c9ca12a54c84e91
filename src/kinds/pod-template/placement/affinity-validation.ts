import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import { labelValue, nameIsDnsLabel, nameIsDnsSubdomain } from '../../../machinery/names.ts';
import type {
  Affinity,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from '../../core/pod/types.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { validateLabelName } from '../../validation/labels.ts';
import { type Faults, faultsOf, inEach, NONE, optionalOneOf, positive, together, where } from '../rules.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** validateAffinity. */
export function validateAffinity(affinity: Affinity | undefined, field: string): Faults {
  if (affinity === undefined) return NONE;
  return together(
    where(affinity.nodeAffinity, (part) => validateNodeAffinity(part, `${field}.nodeAffinity`)),
    where(affinity.podAffinity, (part) => validatePodAffinity(part, `${field}.podAffinity`)),
    where(affinity.podAntiAffinity, (part) => validatePodAffinity(part, `${field}.podAntiAffinity`)),
  );
}

function validateNodeAffinity(affinity: NodeAffinity, field: string): Faults {
  return together(
    where(affinity[REQUIRED], ({ nodeSelectorTerms }) =>
      validateNodeSelectorTerms(nodeSelectorTerms, `${field}.${REQUIRED}.nodeSelectorTerms`),
    ),
    inEach(affinity[PREFERRED], `${field}.${PREFERRED}`, ({ weight, preference }, path) =>
      together(
        validateWeight(weight, `${path}.weight`),
        validateTerm(preference ?? {}, `${path}.preference`, 'any values'),
      ),
    ),
  );
}

/** ValidateNodeSelector: of pods and of volumes that are not everywhere. */
export function validateNodeSelectorTerms(
  terms: readonly NodeSelectorTerm[] | null | undefined,
  field: string,
): Faults {
  if (!terms?.length) return [required(field, 'must have at least one node selector term')];
  return inEach(terms, field, (term, path) => validateTerm(term, path, 'label values'));
}

const validateWeight = (weight: number, field: string): Faults =>
  weight >= 1 && weight <= 100 ? NONE : [invalid(field, weight, 'must be in the range 1-100')];

/** What is only preferred may name values that no label can have. */
function validateTerm(term: NodeSelectorTerm, field: string, values: 'label values' | 'any values'): Faults {
  return together(
    inEach(term.matchExpressions, `${field}.matchExpressions`, (requirement, path) =>
      together(
        validateOperator(requirement, path),
        validateLabelName(requirement.key, `${path}.key`),
        values === 'any values'
          ? NONE
          : inEach(requirement.values, `${path}.values`, (value, at) =>
              faultsOf(value, at, labelValue(value)),
            ),
      ),
    ),
    inEach(term.matchFields, `${field}.matchFields`, validateFieldRequirement),
  );
}

function validateOperator({ operator, values = [] }: NodeSelectorRequirement, field: string): Faults {
  const path = `${field}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return NONE;
      return [required(path, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return NONE;
      return [forbidden(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      if (values.length === 1) return NONE;
      return [required(path, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}

/** Nodes are only found by one field: their name. */
function validateFieldRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  field: string,
): Faults {
  const faults: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    faults.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    faults.push(required(`${field}.values`, detail));
  }
  if (key !== 'metadata.name') {
    return [...faults, invalid(`${field}.key`, key, 'not a valid field selector key')];
  }
  return together(
    faults,
    inEach(values, `${field}.values`, (value, path) =>
      faultsOf(value, path, nameIsDnsSubdomain(value, false)),
    ),
  );
}

function validatePodAffinity(affinity: PodAffinity, field: string): Faults {
  return together(
    inEach(affinity[REQUIRED], `${field}.${REQUIRED}`, validatePodTerm),
    inEach(affinity[PREFERRED], `${field}.${PREFERRED}`, ({ weight, podAffinityTerm }, path) =>
      together(
        validateWeight(weight, `${path}.weight`),
        validatePodTerm(podAffinityTerm, `${path}.podAffinityTerm`),
      ),
    ),
  );
}

function validatePodTerm(term: PodAffinityTerm, field: string): Faults {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  return together(
    validateLabelSelector(labelSelector, `${field}.labelSelector`),
    validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...namespaces.map((name) => faultsOf(name, `${field}.namespace`, nameIsDnsLabel(name, false))),
    validateTermKeys(term, field),
    topologyKey === '' ? [required(`${field}.topologyKey`, 'can not be empty')] : NONE,
    validateLabelName(topologyKey, `${field}.topologyKey`),
  );
}

function validateTermKeys(term: PodAffinityTerm, field: string): Faults {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  if (matchLabelKeys.length === 0 && mismatchLabelKeys.length === 0) return NONE;
  const inBoth = matchLabelKeys.flatMap((key, i) =>
    mismatchLabelKeys.includes(key)
      ? [invalid(`${field}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')]
      : [],
  );
  return together(
    validateKeys(matchLabelKeys, labelSelector, `${field}.matchLabelKeys`),
    validateKeys(mismatchLabelKeys, labelSelector, `${field}.mismatchLabelKeys`),
    repeatedKeys(matchLabelKeys, labelSelector, field),
    inBoth,
  );
}

function validateKeys(keys: readonly string[], selector: LabelSelector | undefined, field: string): Faults {
  if (keys.length === 0) return NONE;
  if (selector === undefined)
    return [forbidden(field, 'must not be specified when labelSelector is not set')];
  return inEach(keys, field, validateLabelName);
}

/** The server itself adds one expression a key; a second one for the key is the user's. */
function repeatedKeys(keys: readonly string[], selector: LabelSelector | undefined, field: string): Faults {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  const faults: FieldError[] = [];
  for (const { key = '' } of selector?.matchExpressions ?? []) {
    const index = keys.lastIndexOf(key);
    if (index >= 0 && seen.has(key)) {
      faults.push(invalid(`${field}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    }
    seen.add(key);
  }
  return faults;
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION_POLICIES = ['Honor', 'Ignore'];

/** validateTopologySpreadConstraints. */
export function validateSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  field: string,
): Faults {
  return inEach(constraints, field, (constraint, path, index) => {
    const { maxSkew, topologyKey = '', whenUnsatisfiable, minDomains } = constraint;
    const repeated = constraints
      ?.slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    return together(
      positive(maxSkew, `${path}.maxSkew`),
      topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : NONE,
      ACTIONS.includes(whenUnsatisfiable)
        ? NONE
        : [unsupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, ACTIONS)],
      repeated
        ? [duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`)]
        : NONE,
      where(minDomains, (count) => validateMinDomains(count, whenUnsatisfiable, `${path}.minDomains`)),
      optionalOneOf(constraint.nodeAffinityPolicy, INCLUSION_POLICIES, `${path}.nodeAffinityPolicy`),
      optionalOneOf(constraint.nodeTaintsPolicy, INCLUSION_POLICIES, `${path}.nodeTaintsPolicy`),
      validateSpreadKeys(constraint, `${path}.matchLabelKeys`),
      validateLabelSelector(constraint.labelSelector, `${path}.labelSelector`),
    );
  });
}

function validateMinDomains(count: number, action: string, field: string): Faults {
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return together(
    positive(count, field),
    action === 'DoNotSchedule' ? NONE : [invalid(field, count, detail)],
  );
}

function validateSpreadKeys(
  { matchLabelKeys = [], labelSelector }: TopologySpreadConstraint,
  field: string,
): Faults {
  if (matchLabelKeys.length === 0) return NONE;
  const selected = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  return together(
    labelSelector === undefined
      ? [forbidden(field, 'must not be specified when labelSelector is not set')]
      : NONE,
    inEach(matchLabelKeys, field, (key, path) =>
      together(
        validateLabelName(key, path),
        selected.has(key) ? [invalid(path, key, 'exists in both matchLabelKeys and labelSelector')] : NONE,
      ),
    ),
  );
}
