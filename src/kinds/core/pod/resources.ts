import { type Amounts, amountsOf, largest, NONE, sum } from '../resource-amounts.ts';
import { isSidecar } from './requests.ts';
import type { Container, PodSpec } from './types.ts';

/** What a pod's containers ask for: main ones and sidecars together, or the largest step of the start (S-11). */
export function podAmounts(spec: PodSpec, part: 'requests' | 'limits'): Amounts {
  const own = ({ resources }: Container): Amounts => amountsOf(resources?.[part]);
  let sidecars = NONE;
  let step = NONE;
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) sidecars = sum(sidecars, own(container));
    step = largest(step, isSidecar(container) ? sidecars : sum(own(container), sidecars));
  }
  return largest(spec.containers.map(own).reduce(sum, sidecars), step);
}
