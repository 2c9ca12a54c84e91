/** --cluster-domain. */
export const CLUSTER_DOMAIN = 'cluster.local';
/** --cluster-dns: the tenth address of the range of Services, where kube-dns answers. */
export const DNS_ADDRESS = '10.96.0.10';
/** The Service that every cluster has its DNS behind. */
export const DNS_SERVICE = `kube-dns.kube-system.svc.${CLUSTER_DOMAIN}`;

/** An address as the first label of a name: `10-244-1-2`. */
export const dashed = (address: string): string => address.replace(/[.:]/g, '-');

/** The address that a label like `10-244-1-2` stands for. */
export function undashed(label: string): string | undefined {
  const parts = label.split('-');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
    ? parts.join('.')
    : undefined;
}

/** `2.1.244.10.in-addr.arpa` for 10.244.1.2. */
export const reverseName = (address: string): string =>
  `${address.split('.').reverse().join('.')}.in-addr.arpa`;

/** The address that a name of the reverse zone stands for. */
export function reversedAddress(name: string): string | undefined {
  const [, digits] = /^(\d+\.\d+\.\d+\.\d+)\.in-addr\.arpa$/.exec(name) ?? [];
  return digits?.split('.').reverse().join('.');
}

export const isAddress = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text);

/** Domains of the outside world that people write into manifests. */
const TOP_DOMAINS = new Set(
  (
    'com org net edu gov mil int info biz name io dev app cloud page xyz ' +
    'ai at au be br ca cc ch cn co cz de dk es eu fi fr gr hu ie il in it jp kr me mx nl no nz pl pt ro ru se sh sk tr tv tw ua uk us za'
  ).split(' '),
);

/** Whether somebody outside of the cluster may have the name. */
export function isOutside(name: string): boolean {
  const labels = name.split('.');
  return labels.length > 1 && TOP_DOMAINS.has(labels.at(-1) ?? '');
}
