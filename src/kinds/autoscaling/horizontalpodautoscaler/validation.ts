import { type FieldError, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { parseQuantity, quantitySign } from '../../../machinery/quantity.ts';
import { validateMetrics } from './metric-validation.ts';
import { validateReference } from './reference-validation.ts';
import type { HorizontalPodAutoscaler, ScalingRules } from './types.ts';

const WINDOW_MOST = 3600;
const PERIOD_MOST = 1800;

/** validateHorizontalPodAutoscalerSpec. Scaling to zero is behind a gate that is off. */
export function validate({ spec }: HorizontalPodAutoscaler): readonly FieldError[] {
  const { minReplicas: least, maxReplicas: most, behavior } = spec;
  const faults: FieldError[] = [];
  if (least < 1) faults.push(invalid('spec.minReplicas', least, 'must be greater than or equal to 1'));
  if (most < 1) faults.push(invalid('spec.maxReplicas', most, 'must be greater than 0'));
  if (most < least) {
    faults.push(invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`'));
  }
  return [
    ...faults,
    ...validateReference(spec.scaleTargetRef, 'spec.scaleTargetRef'),
    ...validateMetrics(spec, 'spec.metrics'),
    ...(behavior?.scaleUp === undefined ? [] : validateRules(behavior.scaleUp, 'spec.behavior.scaleUp')),
    ...(behavior?.scaleDown === undefined
      ? []
      : validateRules(behavior.scaleDown, 'spec.behavior.scaleDown')),
  ];
}

const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES = ['Percent', 'Pods'];

function validateRules(rules: ScalingRules, field: string): readonly FieldError[] {
  const { stabilizationWindowSeconds: window = 0, selectPolicy, policies = [], tolerance } = rules;
  const path = `${field}.stabilizationWindowSeconds`;
  const faults: FieldError[] = [];
  if (window < 0) faults.push(invalid(path, window, 'must be greater than or equal to zero'));
  if (window > WINDOW_MOST)
    faults.push(invalid(path, window, `must be less than or equal to ${WINDOW_MOST}`));
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy)) {
    faults.push(unsupported(`${field}.selectPolicy`, selectPolicy, SELECT_POLICIES));
  }
  if (policies.length === 0) faults.push(required(`${field}.policies`, 'must specify at least one Policy'));
  policies.forEach(({ type, value, periodSeconds: period }, i) => {
    const at = `${field}.policies[${i}]`;
    if (!POLICY_TYPES.includes(type)) faults.push(unsupported(`${at}.type`, type, POLICY_TYPES));
    if (value <= 0) faults.push(invalid(`${at}.value`, value, 'must be greater than zero'));
    if (period <= 0) faults.push(invalid(`${at}.periodSeconds`, period, 'must be greater than zero'));
    if (period > PERIOD_MOST) {
      faults.push(invalid(`${at}.periodSeconds`, period, `must be less than or equal to ${PERIOD_MOST}`));
    }
  });
  if (tolerance !== undefined && quantitySign(parseQuantity(tolerance)) < 0) {
    faults.push(invalid(`${field}.tolerance`, tolerance, 'must be greater than or equal to 0'));
  }
  return faults;
}
