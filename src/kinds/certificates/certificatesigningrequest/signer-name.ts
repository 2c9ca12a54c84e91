import { type FieldError, invalid, required, tooLong } from '../../../machinery/field-path.ts';
import { dns1123Label, dns1123Subdomain } from '../../../machinery/names.ts';

const DOMAIN_LONGEST = 253;
/** A domain, a slash, a namespace, a dot and a name. */
const LONGEST = DOMAIN_LONGEST + 1 + (253 + 63 + 1);

/** ValidateSignerName: `example.com/signer-name`. */
export function validateSignerName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [required(field)];
  const segments = name.split('/');
  const [domain = '', path = ''] = segments;
  if (segments.length !== 2) {
    const form = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [invalid(field, name, form)];
  }
  return [
    ...(domain.length > DOMAIN_LONGEST ? [tooLong(field, DOMAIN_LONGEST)] : []),
    ...firstFaults(domain, dns1123Label, field),
    ...(domain.includes('.')
      ? []
      : [invalid(field, domain, 'should be a domain with at least two segments separated by dots')]),
    ...firstFaults(path, dns1123Subdomain, field),
    ...(name.length > LONGEST ? [tooLong(field, LONGEST)] : []),
  ];
}

/** The faults of the first label that has any. */
function firstFaults(
  text: string,
  rule: (label: string) => readonly string[],
  field: string,
): readonly FieldError[] {
  const wrong = text.split('.').find((label) => rule(label).length > 0);
  if (wrong === undefined) return [];
  return rule(wrong).map((why) => invalid(field, text, `validating label ${JSON.stringify(wrong)}: ${why}`));
}
