import { Pod } from '../../kinds/core/pod/kind.ts';
import { PriorityClass } from '../../kinds/scheduling/priorityclass/kind.ts';
import { forbiddenRequest } from '../../machinery/status.ts';
import type { Admission, Backend } from '../backend.ts';
import { keyOf, prefixOf } from '../registry.ts';

/** Turns priorityClassName, or the class that is the global default, into a number; who leaves it out later keeps it. */
export const priority: Admission = {
  name: 'Priority',
  concerns: (kind) => kind.plural === Pod.plural && kind.group === Pod.group,
  handles: ['create', 'update'],
  admit: ({ operation, object, before, subresource }, backend) => {
    const pod = object as Pod;
    if (subresource !== undefined) return pod;
    if (operation === 'update') return before === undefined ? pod : withPriorityOf(before as Pod, pod);
    const named = pod.spec.priorityClassName;
    const found = named ? lookUp(backend, pod, named) : globalDefault(backend);
    const value = found?.value ?? 0;
    if (pod.spec.priority !== undefined && pod.spec.priority !== value) {
      const why = `the integer value of priority (${pod.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
      throw forbiddenRequest(Pod, pod.metadata.name ?? '', why);
    }
    const className = found === undefined ? {} : { priorityClassName: found.metadata.name };
    const spec = Object.assign({}, pod.spec, className, {
      priority: value,
      preemptionPolicy: pod.spec.preemptionPolicy ?? found?.preemptionPolicy ?? 'PreemptLowerPriority',
    });
    return { ...pod, spec } as Pod;
  },
};

function withPriorityOf(before: Pod, pod: Pod): Pod {
  const { priority: old, preemptionPolicy: oldPolicy } = before.spec;
  const { priority: value = old, preemptionPolicy = oldPolicy } = pod.spec;
  if (value === pod.spec.priority && preemptionPolicy === pod.spec.preemptionPolicy) return pod;
  const spec = {
    ...pod.spec,
    ...(value === undefined ? {} : { priority: value }),
    ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
  };
  return { ...pod, spec } as Pod;
}

function lookUp(backend: Backend, pod: Pod, name: string): PriorityClass {
  const entry = backend.store.get(keyOf(PriorityClass, '', name));
  if (entry !== undefined) return entry.value as PriorityClass;
  throw forbiddenRequest(Pod, pod.metadata.name ?? '', `no PriorityClass with name ${name} was found`);
}

function globalDefault(backend: Backend): PriorityClass | undefined {
  const classes = backend.store.list(prefixOf(PriorityClass)).map((entry) => entry.value as PriorityClass);
  const defaults = classes.filter((one) => one.globalDefault === true);
  return defaults.toSorted((a, b) => a.value - b.value)[0];
}
