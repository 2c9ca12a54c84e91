import { type FieldError, invalid, required } from '../../machinery/field-path.ts';
import { dns1123Subdomain, patternFault } from '../../machinery/names.ts';

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const pathPattern = new RegExp(`^${PATH}$`);

/** IsDomainPrefixedPath: `example.com/controller`. */
export function validateDomainPath(value: string, field: string): readonly FieldError[] {
  if (value === '') return [required(field)];
  const [domain = '', ...rest] = value.split('/');
  const path = rest.join('/');
  if (domain === '' || path === '') {
    return [invalid(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const badPath = pathPattern.test(path) ? [] : [invalid(field, path, patternFault('Invalid path', PATH))];
  return [...dns1123Subdomain(domain).map((text) => invalid(field, domain, text)), ...badPath];
}
