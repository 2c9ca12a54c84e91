import { Namespace } from '../../../kinds/core/namespace/kind.ts';
import { Pod } from '../../../kinds/core/pod/kind.ts';
import { erased, type Kind } from '../../../kinds/kind.ts';
import { equalJson } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { forbiddenRequest, invalidObject } from '../../../machinery/status.ts';
import type { Admission, AdmissionRequest, Backend } from '../../backend.ts';
import { keyOf, prefixOf } from '../../registry.ts';
import type { Subject } from './check.ts';
import { violationsOf, violationText } from './evaluate.ts';
import { warningsOfExisting } from './existing-pods.ts';
import { isSame, type Policy, policyFrom, strictness } from './levels.ts';

const pods = erased(Pod);
const namespaces = erased(Namespace);

/** Holds pods to what the labels of their namespace want, and tells of workloads whose pods would not be let in. */
export const podSecurity: Admission = {
  name: 'PodSecurity',
  stage: 'validating',
  concerns: (kind) => kind === pods || kind === namespaces || kind.podTemplate !== undefined,
  handles: ['create', 'update'],
  admit: (request, backend) => {
    const { kind, object, subresource } = request;
    if (kind === namespaces) {
      if (subresource === undefined) admitNamespace(request, backend);
      return object;
    }
    // Of the parts of a pod only ephemeral containers are more than what has been let in.
    if (subresource !== undefined && subresource !== 'ephemeralcontainers') return object;
    const { policy } = policyFrom(labelsOf(backend, object.metadata.namespace ?? ''));
    if (kind === pods) admitPod(request, policy, backend);
    else admitWorkload(request, policy, backend);
    return object;
  },
};

function labelsOf({ store }: Backend, namespace: string): KubeObject['metadata']['labels'] {
  return store.get(keyOf(namespaces, '', namespace))?.value.metadata.labels;
}

function admitPod({ kind, object, before }: AdmissionRequest, policy: Policy, backend: Backend): void {
  if (policy.enforce.level === 'privileged' && policy.warn.level === 'privileged') return;
  const pod = object as Pod;
  if (before !== undefined && !isNews(pod, before as Pod)) return;
  const refused = violationsOf(pod, policy.enforce);
  if (refused.length > 0) {
    const why = `violates ${violationText(refused, policy.enforce)}`;
    throw forbiddenRequest(kind, pod.metadata.name, why);
  }
  warn(pod, policy, backend);
}

/** Whether a pod has other images, or other containers, than it was let in with (isSignificantPodUpdate). */
function isNews({ spec }: Pod, { spec: before }: Pod): boolean {
  if (spec === before) return false;
  const images = ({ containers, initContainers = [] }: Pod['spec']) =>
    [containers, initContainers].map((list) => list.map(({ image }) => image));
  if (!equalJson(images(spec), images(before))) return true;
  return (spec.ephemeralContainers ?? []).some(
    ({ name, image }) => before.ephemeralContainers?.find((one) => one.name === name)?.image !== image,
  );
}

function admitWorkload({ kind, object }: AdmissionRequest, policy: Policy, backend: Backend): void {
  if (policy.warn.level === 'privileged') return;
  const template = templateOf(kind, object);
  if (template !== undefined) warn(template, policy, backend);
}

function templateOf(kind: Kind, object: KubeObject): Subject | undefined {
  const template = kind.podTemplate?.(object);
  if (template?.spec === undefined) return undefined;
  return { metadata: template.metadata ?? {}, spec: template.spec };
}

function warn(subject: Subject, policy: Policy, { warn: tell }: Backend): void {
  // Only who asks by way of a request is told.
  if (tell === undefined) return;
  const violations = violationsOf(subject, policy.warn);
  if (violations.length > 0) tell(`would violate ${violationText(violations, policy.warn)}`);
}

/** Labels must be right; what a stricter level would not let in is told of, and stays. */
function admitNamespace({ kind, object, before }: AdmissionRequest, backend: Backend): void {
  const { name, labels } = object.metadata;
  const { policy, faults } = policyFrom(labels);
  const earlier = before === undefined ? undefined : policyFrom(before.metadata.labels);
  if (faults.length > 0 && !equalJson(faults, earlier?.faults)) throw invalidObject(kind, name, faults);
  if (earlier === undefined || backend.warn === undefined) return;
  const { enforce } = policy;
  const was = earlier.policy.enforce;
  if (isSame(enforce, was) || enforce.level === 'privileged') return;
  if (enforce.minor === was.minor && strictness(enforce.level) <= strictness(was.level)) return;
  const existing = backend.store.list(`${prefixOf(pods)}${name}/`).map(({ value }) => value as Pod);
  for (const text of warningsOfExisting(existing, name, enforce)) backend.warn(text);
}
