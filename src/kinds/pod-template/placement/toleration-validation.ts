import { forbidden, invalid, unsupported } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { labelValue } from '../../../machinery/names.ts';
import type { Toleration } from '../../core/pod/types.ts';
import { validateLabelName } from '../../validation/labels.ts';
import { type Faults, inEach, NONE, optionalOneOf, together } from '../rules.ts';

const OPERATORS = ['Equal', 'Exists'];
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** ValidateTolerations. */
export const validateTolerations = (tolerations: readonly Toleration[] | undefined, field: string): Faults =>
  inEach(tolerations, field, (toleration, path) => {
    const { key = '', effect, tolerationSeconds } = toleration;
    const operator: string = toleration.operator ?? '';
    const all = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    const timed = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    return together(
      key === '' ? NONE : validateLabelName(key, `${path}.key`),
      key === '' && operator !== 'Exists' ? [invalid(`${path}.operator`, operator, all)] : NONE,
      tolerationSeconds !== undefined && effect !== 'NoExecute'
        ? [invalid(`${path}.effect`, effect ?? '', timed)]
        : NONE,
      validateValue(operator, toleration.value ?? '', `${path}.operator`),
      optionalOneOf(effect || undefined, EFFECTS, `${path}.effect`),
    );
  });

/** Upstream tells a wrong value of the operator. */
function validateValue(operator: string, value: string, field: string): Faults {
  switch (operator) {
    case '':
    case 'Equal': {
      const texts = labelValue(value);
      return texts.length === 0 ? NONE : [invalid(field, value, texts.join(';'))];
    }
    case 'Exists':
      return value === '' ? NONE : [invalid(field, value, "value must be empty when `operator` is 'Exists'")];
    default:
      return [unsupported(field, operator, OPERATORS)];
  }
}

/** validateOnlyAddedTolerations: what a pod tolerates it goes on tolerating; only for how long may change. */
export function validateAddedTolerations(
  tolerations: readonly Toleration[],
  before: readonly Toleration[],
  field: string,
): Faults {
  const kept = before.every((old) =>
    tolerations.some((each) => equalJson(withoutSeconds(each), withoutSeconds(old))),
  );
  if (!kept) {
    return [forbidden(field, 'existing toleration can not be modified except its tolerationSeconds')];
  }
  return validateTolerations(tolerations, field);
}

function withoutSeconds({ tolerationSeconds: _, ...rest }: Toleration): Partial<Toleration> {
  return rest;
}
