/** Stands in for the cluster's certificates: pods that mount them find a file of the right shape. */
export const CLUSTER_CERTIFICATES =
  '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXIgQ0E=\n-----END CERTIFICATE-----\n';
