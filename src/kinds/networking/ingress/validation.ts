import {
  type FieldError,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import {
  dns1035Label,
  dns1123Subdomain,
  pathSegmentName,
  wildcardDns1123Subdomain,
} from '../../../machinery/names.ts';
import { portName, portNumber } from '../../../machinery/value-rules.ts';
import type { TypedLocalObjectReference } from '../../core/common-types.ts';
import { parseIp } from '../../validation/addresses.ts';
import type { HttpIngressPath, Ingress, IngressBackend, IngressRule, IngressSpec } from './types.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const CLASS = 'kubernetes.io/ingress.class';

/** ValidateIngressCreate. */
export function validate(ingress: Ingress): readonly FieldError[] {
  const name = ingress.spec?.ingressClassName;
  const annotation = ingress.metadata.annotations?.[CLASS];
  const faults = validateUpdate(ingress);
  if (annotation === undefined || name === undefined || annotation === name) return faults;
  const why = 'must match `ingressClassName` when both are specified';
  return [...faults, invalid(`annotations.${CLASS}`, annotation, why)];
}

/** ValidateIngressSpec. */
export function validateUpdate({ spec = {} }: Ingress): readonly FieldError[] {
  const { rules = [], defaultBackend, ingressClassName: name } = spec;
  const neither = invalidShown(
    'spec',
    '[]networking.IngressRule(nil)',
    'either `defaultBackend` or `rules` must be specified',
  );
  return [
    ...(rules.length === 0 && defaultBackend === undefined ? [neither] : []),
    ...(defaultBackend === undefined ? [] : validateBackend(defaultBackend, 'spec.defaultBackend')),
    ...rules.flatMap((rule, i) => validateRule(rule, `spec.rules[${i}]`)),
    ...validateTls(spec),
    ...(name === undefined
      ? []
      : dns1123Subdomain(name).map((text) => invalid('spec.ingressClassName', name, text))),
  ];
}

const hostRule = (host: string): readonly string[] =>
  host.includes('*') ? wildcardDns1123Subdomain(host) : dns1123Subdomain(host);

function validateTls({ tls = [] }: IngressSpec): readonly FieldError[] {
  return tls.flatMap(({ hosts = [], secretName: name }, i) => [
    ...hosts.flatMap((host, j) =>
      hostRule(host).map((text) => invalid(`spec.tls[${i}].hosts[${j}]`, host, text)),
    ),
    ...(name ? dns1123Subdomain(name).map((text) => invalid(`spec.tls[${i}].secretName`, name, text)) : []),
  ]);
}

function validateRule({ host, http }: IngressRule, field: string): readonly FieldError[] {
  const faults: FieldError[] = [];
  if (host) {
    const path = `${field}.host`;
    if (parseIp(host) !== undefined)
      faults.push(invalid(path, host, 'must be a DNS name, not an IP address'));
    faults.push(...hostRule(host).map((text) => invalid(path, host, text)));
  }
  if (http === undefined) return faults;
  const paths = http.paths ?? [];
  if (paths.length === 0) faults.push(required(`${field}.http.paths`));
  return [...faults, ...paths.flatMap((path, i) => validatePath(path, `${field}.http.paths[${i}]`))];
}

const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDS = ['/..', '/.'];

function validatePath(
  { path = '', pathType, backend }: HttpIngressPath,
  field: string,
): readonly FieldError[] {
  if (!pathType) return [required(`${field}.pathType`, 'pathType must be specified')];
  const told = (detail: string): FieldError => invalid(`${field}.path`, path, detail);
  const faults: FieldError[] = [];
  if (!PATH_TYPES.includes(pathType)) faults.push(unsupported(`${field}.pathType`, pathType, PATH_TYPES));
  else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) faults.push(told('must be an absolute path'));
  } else {
    if (!path.startsWith('/')) faults.push(told('must be an absolute path'));
    faults.push(
      ...BAD_SEQUENCES.filter((one) => path.includes(one)).map((one) => told(`must not contain '${one}'`)),
    );
    faults.push(
      ...BAD_ENDS.filter((one) => path.endsWith(one)).map((one) => told(`cannot end with '${one}'`)),
    );
  }
  return [...faults, ...validateBackend(backend, `${field}.backend`)];
}

function validateBackend({ service, resource }: IngressBackend, field: string): readonly FieldError[] {
  if (resource !== undefined && service !== undefined) {
    return [invalid(field, '', 'cannot set both resource and service backends')];
  }
  if (resource !== undefined) return validateReference(resource, `${field}.resource`);
  if (service === undefined) return [invalid(field, '', 'resource or service backend is required')];
  const { name } = service;
  return [
    ...(name
      ? dns1035Label(name).map((text) => invalid(`${field}.service.name`, name, text))
      : [required(`${field}.service.name`)]),
    ...validatePort(service, field),
  ];
}

function validatePort(
  { port }: NonNullable<IngressBackend['service']>,
  field: string,
): readonly FieldError[] {
  const { name = '', number = 0 } = port ?? {};
  if (name !== '' && number !== 0) return [invalid(field, '', 'cannot set both port name & port number')];
  if (name !== '') return portName(name).map((text) => invalid(`${field}.service.port.name`, name, text));
  if (number === 0) return [required(field, 'port name or number is required')];
  return portNumber(number).map((text) => invalid(`${field}.service.port.number`, number, text));
}

/** validateIngressTypedLocalObjectReference. */
function validateReference(reference: TypedLocalObjectReference, field: string): readonly FieldError[] {
  const { apiGroup } = reference;
  const segment = (name: 'kind' | 'name'): readonly FieldError[] =>
    reference[name]
      ? pathSegmentName(reference[name], false).map((text) =>
          invalid(`${field}.${name}`, reference[name], text),
        )
      : [required(`${field}.${name}`, `${name} is required`)];
  return [
    ...(apiGroup
      ? dns1123Subdomain(apiGroup).map((text) => invalid(`${field}.apiGroup`, apiGroup, text))
      : []),
    ...segment('kind'),
    ...segment('name'),
  ];
}
