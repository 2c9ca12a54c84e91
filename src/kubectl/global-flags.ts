import { seconds } from '../machinery/instant.ts';
import { bool, duration, integer, list, text } from './flags.ts';

/** The flags every command takes (`kubectl options`). */
export const globalFlags = {
  as: text('as', { help: 'Do it in the name of this user or service account.' }),
  asGroup: list('as-group', { help: 'Do it as a member of this group; may be repeated.' }),
  asUid: text('as-uid', { help: 'The UID to act as.' }),
  cacheDir: text('cache-dir', { default: '$HOME/.kube/cache', help: 'Folder of the discovery cache.' }),
  certificateAuthority: text('certificate-authority', { help: 'File with the certificate authority.' }),
  clientCertificate: text('client-certificate', { help: 'File with the client certificate for TLS.' }),
  clientKey: text('client-key', { help: 'File with the client key for TLS.' }),
  cluster: text('cluster', { help: 'The kubeconfig cluster to use.' }),
  context: text('context', { help: 'The kubeconfig context to use.' }),
  disableCompression: bool('disable-compression', { help: 'Ask for uncompressed answers.' }),
  insecureSkipTlsVerify: bool('insecure-skip-tls-verify', {
    help: "Take the server's certificate unchecked. The connection is then not safe.",
  }),
  kubeconfig: text('kubeconfig', { help: 'The kubeconfig file to use.' }),
  logFlushFrequency: duration('log-flush-frequency', {
    default: seconds(5),
    shown: '5s',
    help: 'Longest time between two log flushes.',
  }),
  matchServerVersion: bool('match-server-version', { help: "The server's version must equal the client's." }),
  namespace: text('namespace', { short: 'n', help: 'The namespace to work in.' }),
  password: text('password', { help: 'Password for basic authentication.' }),
  profile: text('profile', { default: 'none', help: 'Profile to capture.' }),
  profileOutput: text('profile-output', { default: 'profile.pprof', help: 'File the profile goes to.' }),
  requestTimeout: text('request-timeout', {
    default: '0',
    help: 'How long one request may take, with a unit (1s, 2m, 3h). 0 sets no limit.',
  }),
  server: text('server', { short: 's', help: 'Address and port of the API server.' }),
  tlsServerName: text('tls-server-name', { help: 'Name the server certificate is checked against.' }),
  token: text('token', { help: 'Bearer token for the API server.' }),
  user: text('user', { help: 'The kubeconfig user to use.' }),
  username: text('username', { help: 'User name for basic authentication.' }),
  verbosity: integer('v', { short: 'v', help: 'How much to log.' }),
  vmodule: { ...text('vmodule', { help: 'Log levels by file: pattern=N, comma-separated.' }), shown: '' },
  warningsAsErrors: bool('warnings-as-errors', { help: 'A warning of the server makes the command fail.' }),
};

export type GlobalFlags = typeof globalFlags;
