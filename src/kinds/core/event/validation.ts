import { type FieldError, invalid, required } from '../../../machinery/field-path.ts';
import { dns1123Subdomain, qualifiedName } from '../../../machinery/names.ts';
import type { Event } from './types.ts';

/** legacyValidateEvent: all that core/v1 asks. */
export function validate(event: Event): readonly FieldError[] {
  const { namespace = '' } = event.metadata;
  const faults = event.eventTime ? validateNew(event, namespace) : validateOld(event, namespace);
  return [...faults, ...dns1123Subdomain(namespace).map((text) => invalid('namespace', namespace, text))];
}

const mismatch = (value: string): FieldError =>
  invalid('involvedObject.namespace', value, 'does not match event.namespace');

/** An event about a cluster-scoped object lives in `default`. */
function validateOld({ involvedObject }: Event, namespace: string): readonly FieldError[] {
  const about = involvedObject.namespace ?? '';
  const fits = about === '' ? namespace === '' || namespace === 'default' : about === namespace;
  return fits ? [] : [mismatch(about)];
}

function validateNew(event: Event, namespace: string): readonly FieldError[] {
  const about = event.involvedObject.namespace ?? '';
  const fits = about !== '' || namespace === 'default' || namespace === 'kube-system';
  const component = event.reportingComponent ?? '';
  return [
    ...(fits ? [] : [mismatch(about)]),
    ...(component === '' ? [required('reportingComponent')] : []),
    ...qualifiedName(component).map((text) => invalid('reportingComponent', component, text)),
    ...needed('reportingInstance', event.reportingInstance, 128),
    ...needed('action', event.action, 128),
    ...needed('reason', event.reason, 128),
    ...notLonger('message', event.message, 1024),
  ];
}

function needed(field: string, text: string | undefined, most: number): readonly FieldError[] {
  return text ? notLonger(field, text, most) : [required(field)];
}

function notLonger(field: string, text = '', most: number): readonly FieldError[] {
  return Buffer.byteLength(text) > most ? [invalid(field, '', `can have at most ${most} characters`)] : [];
}
