import {
  type FieldError,
  forbidden,
  invalid,
  required,
  tooLong,
  unsupported,
} from '../../../machinery/field-path.ts';
import { dns1123Label, dns1123Subdomain, pathSegmentName } from '../../../machinery/names.ts';
import { validateDomainPath } from '../../validation/domain-path.ts';
import { immutable } from '../../validation/immutable.ts';
import type { IngressClass, IngressClassParameters } from './types.ts';

const CONTROLLER_BYTES = 250;
const SCOPES = ['Cluster', 'Namespace'];

/** ValidateIngressClass. */
export function validate({ spec = {} }: IngressClass): readonly FieldError[] {
  const { controller = '', parameters } = spec;
  const field = 'spec.controller';
  return [
    ...(controller.length > CONTROLLER_BYTES ? [tooLong(field, CONTROLLER_BYTES)] : []),
    ...validateDomainPath(controller, field),
    ...(parameters === undefined ? [] : validateParameters(parameters, 'spec.parameters')),
  ];
}

function validateParameters(parameters: IngressClassParameters, field: string): readonly FieldError[] {
  const { apiGroup, scope, namespace } = parameters;
  const segment = (name: 'kind' | 'name'): readonly FieldError[] =>
    parameters[name]
      ? pathSegmentName(parameters[name], false).map((text) =>
          invalid(`${field}.${name}`, parameters[name], text),
        )
      : [required(`${field}.${name}`, `${name} is required`)];
  const faults = [
    ...(apiGroup
      ? dns1123Subdomain(apiGroup).map((text) => invalid(`${field}.apiGroup`, apiGroup, text))
      : []),
    ...segment('kind'),
    ...segment('name'),
  ];
  if (!scope) return [...faults, required(`${field}.scope`)];
  if (!SCOPES.includes(scope)) return [...faults, unsupported(`${field}.scope`, scope, SCOPES)];
  if (scope === 'Cluster') {
    const why = "`parameters.scope` is set to 'Cluster'";
    return namespace === undefined ? faults : [...faults, forbidden(`${field}.namespace`, why)];
  }
  if (!namespace)
    return [...faults, required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'")];
  return [
    ...faults,
    ...dns1123Label(namespace).map((text) => invalid(`${field}.namespace`, namespace, text)),
  ];
}

/** The controller never changes. */
export function validateUpdate(ingressClass: IngressClass, before: IngressClass): readonly FieldError[] {
  return [
    ...immutable(ingressClass.spec?.controller ?? '', before.spec?.controller ?? '', 'spec.controller'),
    ...validate(ingressClass),
  ];
}
