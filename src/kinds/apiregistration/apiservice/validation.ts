import { type FieldError, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import { dns1035Label, dns1123Subdomain, pathSegmentName } from '../../../machinery/names.ts';
import { base64Bytes } from '../../validation/base64.ts';
import type { APIService, APIServiceSpec } from './types.ts';

/** ValidateAPIService; the name says which version of which group it is. */
export function validate({ metadata, spec = {} }: APIService): readonly FieldError[] {
  const {
    group = '',
    version = '',
    groupPriorityMinimum: ofGroup = 0,
    versionPriority: ofVersion = 0,
  } = spec;
  return [
    ...validateName(metadata.name, `${version}.${group}`),
    ...(group === '' && version !== 'v1'
      ? [required('spec.group', 'only v1 may have an empty group and it better be legacy kube')]
      : []),
    ...(group === '' ? [] : dns1123Subdomain(group).map((text) => invalid('spec.group', group, text))),
    ...dns1035Label(version).map((text) => invalid('spec.version', version, text)),
    ...(ofGroup <= 0 || ofGroup > 20000
      ? [invalid('spec.groupPriorityMinimum', ofGroup, 'must be positive and less than 20000')]
      : []),
    ...(ofVersion <= 0 || ofVersion > 1000
      ? [invalid('spec.versionPriority', ofVersion, 'must be positive and less than 1000')]
      : []),
    ...(spec.service === undefined ? validateLocal(spec) : validateService(spec, spec.service)),
  ];
}

function validateName(name: string, wanted: string): readonly FieldError[] {
  if (!name || name === wanted || pathSegmentName(name, false).length > 0) return [];
  const words = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`;
  return [invalid('metadata.name', name, words)];
}

function validateLocal({
  caBundle = '',
  insecureSkipTLSVerify = false,
}: APIServiceSpec): readonly FieldError[] {
  const bytes = `${base64Bytes(caBundle)} bytes`;
  return [
    ...(caBundle === ''
      ? []
      : [invalid('spec.caBundle', bytes, 'local APIServices may not have a caBundle')]),
    ...(insecureSkipTLSVerify
      ? [invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify')]
      : []),
  ];
}

function validateService(
  { caBundle = '', insecureSkipTLSVerify = false }: APIServiceSpec,
  { namespace, name, port = 443 }: NonNullable<APIServiceSpec['service']>,
): readonly FieldError[] {
  return [
    ...(namespace ? [] : [required('spec.service.namespace')]),
    ...(name ? [] : [required('spec.service.name')]),
    ...(port < 1 || port > 65535
      ? [invalid('spec.service.port', port, 'port is not valid: must be between 1 and 65535, inclusive')]
      : []),
    ...(insecureSkipTLSVerify && caBundle !== ''
      ? [invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present')]
      : []),
  ];
}

const STATUSES = ['True', 'False', 'Unknown'];

/** ValidateAPIServiceStatus. */
export function validateStatus({ status }: APIService): readonly FieldError[] {
  return (status?.conditions ?? []).flatMap((condition, i) =>
    STATUSES.includes(condition.status)
      ? []
      : [unsupported(`status.conditions[${i}].status`, condition.status, STATUSES)],
  );
}
