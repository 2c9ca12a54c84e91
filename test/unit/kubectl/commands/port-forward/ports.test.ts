import { expect, test } from 'vitest';
import { listenAddresses } from '../../../../../src/kubectl/commands/port-forward/addresses.ts';
import { forwardedPort, inPod } from '../../../../../src/kubectl/commands/port-forward/ports.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-0' },
  spec: {
    initContainers: [{ name: 'i', ports: [{ name: 'early', containerPort: 9000 }] }],
    containers: [
      {
        name: 'c',
        ports: [
          { name: 'http', containerPort: 80, protocol: 'TCP' },
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { containerPort: 5353, protocol: 'UDP' },
          { containerPort: 5353, protocol: 'TCP' },
        ],
      },
    ],
  },
};
const service = (clusterIP: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: {
    clusterIP,
    ports: [
      { name: 'web', port: 8080, targetPort: 'http', protocol: 'TCP' },
      { name: 'plain', port: 81, protocol: 'TCP' },
      { name: 'far', port: 82, targetPort: 8082, protocol: 'TCP' },
      { name: 'odd', port: 83, targetPort: 'nope', protocol: 'TCP' },
      { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' },
    ],
  },
});

// What port-forward of kubectl 1.33 makes of the words.
const POD = pod;
const OWN = service('10.96.0.9');
const HEADLESS = service('None');

// biome-ignore format: one case a line
test.each([
  { of: POD, word: '80', is: { local: 80, remote: 80 } },
  { of: POD, word: '8888:80', is: { local: 8888, remote: 80 } },
  { of: POD, word: ':80', is: { local: 0, remote: 80 } },
  { of: POD, word: 'http', is: { local: 80, remote: 80 } },
  { of: POD, word: '8888:early', is: { local: 8888, remote: 9000 } },
  { of: POD, word: '5353', is: { local: 5353, remote: 5353 } },
  { of: POD, word: '1:2:3', is: { local: 1, remote: 1 } },
  { of: POD, word: 'abc', is: "Pod 'web-0' does not have a named port 'abc'" },
  { of: POD, word: ':', is: 'remote port cannot be empty' },
  { of: POD, word: '0', is: 'remote port must be > 0' },
  { of: POD, word: '53', is: 'UDP protocol is not supported for 53' },
  { of: POD, word: 'dns', is: 'UDP protocol is not supported for dns' },
  { of: POD, word: '70000', is: `error parsing local port '70000': strconv.ParseUint: parsing "70000": value out of range` },
  { of: POD, word: '1:70000', is: `error parsing remote port '70000': strconv.ParseUint: parsing "70000": value out of range` },
  { of: POD, word: 'x:80', is: `error parsing local port 'x': strconv.ParseUint: parsing "x": invalid syntax` },
  { of: OWN, word: '8080', is: { local: 8080, remote: 80 } },
  { of: OWN, word: 'web', is: { local: 8080, remote: 80 } },
  { of: OWN, word: ':web', is: { local: 0, remote: 80 } },
  { of: OWN, word: '81', is: { local: 81, remote: 81 } },
  { of: OWN, word: '1:far', is: { local: 1, remote: 8082 } },
  { of: OWN, word: '80', is: 'Service web does not have a service port 80' },
  { of: OWN, word: 'nope', is: "Service 'web' does not have a named port 'nope'" },
  { of: OWN, word: 'odd', is: "Pod 'web-0' does not have a named port 'nope'" },
  { of: OWN, word: 'dns', is: 'UDP protocol is not supported for dns' },
  { of: HEADLESS, word: 'far', is: { local: 82, remote: 82 } },
])('$of.kind, $word: $is', ({ of, word, is }) => {
  expect(outcome(() => inPod([word], { object: of, pod } as never).map(forwardedPort)[0])).toEqual(is);
});

const LOCAL = [
  { address: '127.0.0.1', network: 'tcp4', fails: 'with all' },
  { address: '::1', network: 'tcp6', fails: 'with all' },
];

// biome-ignore format: one case a line
test.each([
  { words: ['localhost'], is: LOCAL },
  { words: ['10.0.0.2', '::', 'localhost'], is: [{ address: '10.0.0.2', network: 'tcp4', fails: 'alone' }, LOCAL[0], { address: '::', network: 'tcp6', fails: 'alone' }, LOCAL[1]] },
  { words: ['127.0.0.1', 'localhost'], is: [{ address: '127.0.0.1', network: 'tcp4', fails: 'alone' }, LOCAL[1]] },
  { words: [], is: 'you must specify at least 1 address' },
  { words: ['foo'], is: 'foo is not a valid IP' },
])('--address=$words', ({ words, is }) => {
  expect(outcome(() => listenAddresses(words))).toEqual(is);
});

function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as Error).message;
  }
}
