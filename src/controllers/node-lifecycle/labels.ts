import type { Labels } from '../../machinery/labels.ts';

/** The beta labels follow the stable ones (reconcileNodeLabels). */
const FOLLOWING = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
] as const;

/** Labels the node lacks or has with another value than their stable namesakes; undefined when none. */
export function labelsToSet(labels: Labels | undefined): Labels | undefined {
  const wanted: Record<string, string> = {};
  for (const [stable, beta] of FOLLOWING) {
    const value = labels?.[stable];
    if (value !== undefined && labels?.[beta] !== value) wanted[beta] = value;
  }
  return Object.keys(wanted).length === 0 ? undefined : wanted;
}
