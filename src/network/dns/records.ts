/** The types of records that the cluster's DNS knows. */
export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

export interface Question {
  /** In full, in small letters, without the dot at its end. */
  readonly name: string;
  readonly type: RecordType;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: RecordType;
  /** An address; a name with the dot at its end; for SRV `priority weight port name`. */
  readonly data: string;
}

export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN';
  readonly records: readonly DnsRecord[];
  /** Addresses of the names that the records name. */
  readonly additional: readonly DnsRecord[];
}

/** Seconds that an answer may be kept: what kubeadm's Corefile says. */
export const TIME_TO_LIVE = 30;

/** There is no such name. */
export const NO_NAME: DnsAnswer = { code: 'NXDOMAIN', records: [], additional: [] };
/** There is the name, and nothing of the type. */
export const NO_DATA: DnsAnswer = { code: 'NOERROR', records: [], additional: [] };

export const answering = (
  records: readonly DnsRecord[],
  additional: readonly DnsRecord[] = [],
): DnsAnswer => ({
  code: 'NOERROR',
  records,
  additional,
});
