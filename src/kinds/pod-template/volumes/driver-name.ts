import { required, tooLong } from '../../../machinery/field-path.ts';
import { dns1123Subdomain } from '../../../machinery/names.ts';
import { type Faults, faultsOf, NONE, together } from '../rules.ts';

const MOST_BYTES = 63;

/** ValidateCSIDriverName: a domain name in any case. */
export function validateDriverName(name: string, field: string): Faults {
  return together(
    name === '' ? [required(field)] : NONE,
    Buffer.byteLength(name) > MOST_BYTES ? [tooLong(field, MOST_BYTES)] : NONE,
    faultsOf(name, field, dns1123Subdomain(name.toLowerCase())),
  );
}
