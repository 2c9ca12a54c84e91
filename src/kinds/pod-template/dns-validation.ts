import { invalidShown, required } from '../../machinery/field-path.ts';
import { dns1123Subdomain, dns1123SubdomainWithUnderscore } from '../../machinery/names.ts';
import type { HostAlias, PodDnsConfig } from '../core/pod/types.ts';
import { validIp } from '../validation/addresses.ts';
import { showStrings } from '../validation/go-values.ts';
import { type Faults, faultsOf, inEach, NONE, together } from './rules.ts';

const NAMESERVERS_MOST = 3;
const SEARCHES_MOST = 32;
const SEARCH_BYTES_MOST = 2048;

/** validatePodDNSConfig. */
export function validateDns(
  config: PodDnsConfig | undefined,
  policy: string | undefined,
  field: string,
): Faults {
  if (policy === 'None' && config === undefined) {
    return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  }
  if (config === undefined) return NONE;
  const { nameservers = [], searches = [], options } = config;
  if (policy === 'None' && nameservers.length === 0) {
    const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
    return [required(`${field}.nameservers`, detail)];
  }
  return together(
    tooMany(nameservers, NAMESERVERS_MOST, 'nameservers', `${field}.nameservers`),
    inEach(nameservers, `${field}.nameservers`, (address, path) => validIp(address, path)),
    tooMany(searches, SEARCHES_MOST, 'search paths', `${field}.searches`),
    validateSearchBytes(searches, `${field}.searches`),
    inEach(searches, `${field}.searches`, validateSearch),
    inEach(options, `${field}.options`, ({ name }, path) =>
      name ? NONE : [required(path, 'must not be empty')],
    ),
  );
}

function tooMany(list: readonly string[], most: number, words: string, field: string): Faults {
  if (list.length <= most) return NONE;
  return [invalidShown(field, showStrings(list), `must not have more than ${most} ${words}`)];
}

function validateSearchBytes(searches: readonly string[], field: string): Faults {
  if (Buffer.byteLength(searches.join(' ')) <= SEARCH_BYTES_MOST) return NONE;
  const detail = `must not have more than ${SEARCH_BYTES_MOST} characters (including spaces) in the search list`;
  return [invalidShown(field, showStrings(searches), detail)];
}

function validateSearch(search: string, field: string): Faults {
  if (search === '.') return NONE;
  const name = search.replace(/\.$/, '');
  return faultsOf(name, field, dns1123SubdomainWithUnderscore(name));
}

/** ValidateHostAliases. */
export const validateHostAliases = (aliases: readonly HostAlias[] | undefined, field: string): Faults =>
  inEach(aliases, field, ({ ip, hostnames }, path) =>
    together(
      validIp(ip ?? '', `${path}.ip`),
      inEach(hostnames, `${path}.hostnames`, (name, at) => faultsOf(name, at, dns1123Subdomain(name))),
    ),
  );
