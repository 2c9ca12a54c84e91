/** The Kubernetes that is simulated: the only place that says so. Hashes, event texts and error formats follow its minor version. */
export const KUBERNETES_VERSION = 'v1.33.1';
