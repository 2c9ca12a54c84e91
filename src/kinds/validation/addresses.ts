import { type FieldError, invalid } from '../../machinery/field-path.ts';

/** An IP address as its bytes: 4 or 16 of them. */
export interface IpAddress {
  readonly family: 'IPv4' | 'IPv6';
  readonly bytes: readonly number[];
  /** Written with leading zeros, which later releases refuse. */
  readonly sloppy: boolean;
  /** `::ffff:1.2.3.4`: an IPv4 address in IPv6 clothes. */
  readonly mapped: boolean;
}

/** Reads an address as old fields do (ParseIPSloppy): leading zeros in IPv4 parts are let through. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]+$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return { family: 'IPv4', bytes, sloppy: parts.some((part) => /^0[0-9]/.test(part)), mapped: false };
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = [...(head ?? []), ...(tail ?? [])];
  const last = groups.at(-1) ?? '';
  const dotted = last.includes('.') ? parseIpv4(last) : undefined;
  if (last.includes('.') && dotted === undefined) return undefined;
  const words = dotted === undefined ? groups : groups.slice(0, -1);
  if (!words.every((word) => /^[0-9A-Fa-f]{1,4}$/.test(word))) return undefined;
  // A dotted end belongs behind the last colon.
  if (dotted !== undefined && text.endsWith(':')) return undefined;
  const wanted = dotted === undefined ? 8 : 6;
  if (halves.length === 1 ? words.length !== wanted : words.length >= wanted) return undefined;
  const front = head?.length ?? 0;
  const filled = [...words.slice(0, front), ...Array(wanted - words.length).fill('0'), ...words.slice(front)];
  const bytes = [
    ...filled.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]),
    ...(dotted?.bytes ?? []),
  ];
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return { family: mapped ? 'IPv4' : 'IPv6', bytes, sloppy: dotted?.sloppy ?? false, mapped };
}

/** The address in its one right form (RFC 5952). */
export function formatIp({ bytes, mapped }: IpAddress): string {
  if (bytes.length === 4) return bytes.join('.');
  if (mapped) return bytes.slice(12).join('.');
  const words = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  const [start, length] = longestZeros(words);
  if (length < 2) return words.join(':');
  return `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`;
}

function longestZeros(words: readonly string[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  for (let start = 0; start < words.length; start++) {
    let end = start;
    while (words[end] === '0') end++;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}

export const isIpv6 = (text: string): boolean => parseIp(text)?.family === 'IPv6';

export interface Cidr {
  readonly address: IpAddress;
  readonly prefix: number;
  readonly network: IpAddress;
  readonly sloppy: boolean;
}

/** Reads `10.0.0.0/8` as old fields do (ParseCIDRSloppy). */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseIp(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]+$/.test(digits)) return undefined;
  const prefix = Number(digits);
  if (prefix > address.bytes.length * 8) return undefined;
  const bytes = address.bytes.map(
    (byte, i) => byte & (0xff00 >> Math.min(Math.max(prefix - 8 * i, 0), 8)) & 255,
  );
  return {
    address,
    prefix,
    network: { ...address, bytes },
    sloppy: address.sloppy || /^0[0-9]/.test(digits),
  };
}

/** IsValidIPForLegacyField: what stood there before may stay. */
export function validIp(text: string, field: string, before: readonly string[] = []): readonly FieldError[] {
  if (before.includes(text) || parseIp(text) !== undefined) return [];
  return [invalid(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

/** IsValidCIDRForLegacyField. */
export function validCidr(
  text: string,
  field: string,
  before: readonly string[] = [],
): readonly FieldError[] {
  if (before.includes(text) || parseCidr(text) !== undefined) return [];
  return [invalid(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}

/** ValidateEndpointIP: an address where a program can be reached from elsewhere. */
export function reachableIp(text: string, field: string): readonly FieldError[] {
  const address = parseIp(text);
  if (address === undefined) return [invalid(field, text, 'must be a valid IP address')];
  return specialPlaces(address, text).map((detail) => invalid(field, text, detail));
}

function specialPlaces({ bytes, mapped }: IpAddress, text: string): readonly string[] {
  const [a = 0, b = 0, c = 0, ...rest] = mapped ? bytes.slice(12) : bytes;
  const isV4 = mapped || bytes.length === 4;
  const details: string[] = [];
  if (bytes.slice(mapped ? 12 : 0).every((byte) => byte === 0))
    details.push(`may not be unspecified (${text})`);
  const one = a + b + c === 0 && rest.every((byte, i) => byte === (i === rest.length - 1 ? 1 : 0));
  if (isV4 ? a === 127 : one) details.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (isV4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80) {
    details.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  }
  if (isV4 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 2) {
    details.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
  return details;
}

/** GetWarningsForIP: addresses that are understood but not in the form they should have. */
export function ipWarnings(text: string, field: string): readonly string[] {
  const address = parseIp(text);
  if (address === undefined) return [];
  const proper = formatIp(address);
  if (address.sloppy || address.mapped) {
    return [
      `${field}: non-standard IP address ${JSON.stringify(text)} will be considered invalid in a future Kubernetes release: use ${JSON.stringify(proper)}`,
    ];
  }
  if (address.family === 'IPv4' || proper === text) return [];
  return [
    `${field}: IPv6 address ${JSON.stringify(text)} should be in RFC 5952 canonical format (${JSON.stringify(proper)})`,
  ];
}

/** GetWarningsForCIDR. */
export function cidrWarnings(text: string, field: string): readonly string[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) return [];
  const { address, network, prefix, sloppy } = cidr;
  const shown = JSON.stringify(text);
  const proper = JSON.stringify(`${formatIp(network)}/${prefix}`);
  const warnings: string[] = [];
  if (formatIp(address) !== formatIp(network)) {
    const single = JSON.stringify(`${formatIp(address)}/${address.bytes.length * 8}`);
    warnings.push(
      `${field}: CIDR value ${shown} is ambiguous in this context (should be ${proper} or ${single}?)`,
    );
  }
  if (sloppy || address.mapped) {
    warnings.push(
      `${field}: non-standard CIDR value ${shown} will be considered invalid in a future Kubernetes release: use ${proper}`,
    );
  }
  if (warnings.length === 0 && address.family === 'IPv6' && proper !== shown) {
    warnings.push(`${field}: IPv6 CIDR value ${shown} should be in RFC 5952 canonical format (${proper})`);
  }
  return warnings;
}
