import { Pod } from '../../kinds/core/pod/kind.ts';
import type { PodSpec, ResourceList, Toleration } from '../../kinds/core/pod/types.ts';
import { RuntimeClass } from '../../kinds/node/runtimeclass/kind.ts';
import { equalJson } from '../../machinery/json.ts';
import { forbiddenRequest, type StatusError } from '../../machinery/status.ts';
import type { Admission, Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';

/** What a pod's runtime class asks for besides: overhead, and the nodes that have the runtime. */
export const runtimeClass: Admission = {
  name: 'RuntimeClass',
  concerns: (kind) => kind.plural === Pod.plural && kind.group === Pod.group,
  handles: ['create'],
  admit: ({ object }, backend) => {
    const pod = object as Pod;
    const { runtimeClassName } = pod.spec;
    if (runtimeClassName === undefined && pod.spec.overhead === undefined) return object;
    const refuse = (why: string): StatusError => forbiddenRequest(Pod, pod.metadata.name ?? '', why);
    const found = runtimeClassName === undefined ? undefined : classNamed(runtimeClassName, backend, refuse);
    const overhead = overheadOf(pod.spec, found?.overhead?.podFixed, refuse);
    const spec = { ...pod.spec, ...(overhead === undefined ? {} : { overhead }) };
    return { ...pod, spec: withScheduling(spec, found?.scheduling, refuse) } as Pod;
  },
};

type Refuse = (why: string) => StatusError;

function classNamed(name: string, { store }: Backend, refuse: Refuse): RuntimeClass {
  const entry = store.get(keyOf(RuntimeClass, '', name));
  if (entry === undefined) throw refuse(`pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return entry.value as RuntimeClass;
}

function overheadOf(
  { overhead }: PodSpec,
  fixed: ResourceList | undefined,
  refuse: Refuse,
): ResourceList | undefined {
  if (overhead === undefined) return fixed;
  if (fixed === undefined)
    throw refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
  if (!equalJson(overhead, fixed))
    throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  return fixed;
}

function withScheduling(spec: PodSpec, scheduling: RuntimeClass['scheduling'], refuse: Refuse): PodSpec {
  if (scheduling === undefined) return spec;
  const { nodeSelector = {}, tolerations = [] } = scheduling;
  const own = spec.nodeSelector ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    const asked = own[key];
    if (asked === undefined || asked === value) continue;
    throw refuse(
      `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${asked}`,
    );
  }
  const selector = { ...own, ...nodeSelector };
  const merged = merge([...(spec.tolerations ?? []), ...tolerations]);
  return {
    ...spec,
    ...(Object.keys(selector).length === 0 ? {} : { nodeSelector: selector }),
    ...(merged.length === 0 ? {} : { tolerations: merged }),
  };
}

/** MergeTolerations: what another one covers is left out. */
function merge(tolerations: readonly Toleration[]): readonly Toleration[] {
  const kept: Toleration[] = [];
  tolerations.forEach((one, index) => {
    const later = tolerations.slice(index + 1);
    if (kept.some((other) => covers(other, one))) return;
    if (later.some((other) => !equalJson(one, other) && covers(other, one))) return;
    kept.push(one);
  });
  return kept;
}

function covers(wide: Toleration, narrow: Toleration): boolean {
  if (equalJson(wide, narrow)) return true;
  const everyKey = !wide.key && wide.operator === 'Exists';
  if ((narrow.key ?? '') !== (wide.key ?? '') && !everyKey) return false;
  if (wide.effect && wide.effect !== narrow.effect) return false;
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    const { tolerationSeconds } = narrow;
    if (tolerationSeconds === undefined || tolerationSeconds > wide.tolerationSeconds) return false;
  }
  if (wide.operator === 'Exists') return true;
  return narrow.operator === 'Equal' && (narrow.value ?? '') === (wide.value ?? '');
}
