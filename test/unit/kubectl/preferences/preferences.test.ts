import { expect, test } from 'vitest';
import { kubectl } from '../../../support/memory-kubectl.ts';

const HEAD = 'apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\n';
const KUBERC = `${HEAD}
aliases:
- name: cmx
  command: create configmap
  prependArgs: [from]
  appendArgs: [--dry-run=client]
  flags:
  - {name: output, default: name}
- {name: nowhere, command: nope}
- {name: odd, command: create configmap, flags: [{name: nope, default: x}]}
- {name: wrong, command: create configmap, flags: [{name: append-hash, default: x}]}
- {name: create, command: version}
overrides:
- command: create configmap
  flags:
  - {name: dry-run, default: client}
- command: create secret generic
  flags:
  - {name: nope, default: "1"}
`;

const told = async (line: string, environment = {}, files = {}) => {
  const { stdout, stderr, exit } = await kubectl(line.split(' '), {
    environment: { KUBECTL_KUBERC: 'true', HOME: '/home/ann', ...environment },
    files: { 'my.yaml': KUBERC, '/home/ann/.kube/kuberc': KUBERC, ...files },
  });
  return { out: stdout, err: stderr, exit };
};
const good = (out: string, err = '') => ({ out, err, exit: 0 });
const bad = (err: string) => ({
  out: '',
  err: `error occurred while applying preferences ${err}\n`,
  exit: 1,
});

// What kubectl 1.33 says with the same file.
// biome-ignore format: one case a line
test.each([
  { line: 'cmx --kuberc=my.yaml', is: good('configmap/from\n') },
  { line: 'cmx', is: good('configmap/from\n') },
  { line: 'cmx -ojson --kuberc my.yaml', is: { exit: 0, out: expect.stringContaining('"name": "from"') } },
  { line: 'cmx --nope', is: { exit: 1, err: "error: unknown flag: --nope\nSee 'kubectl cmx --help' for usage.\n" } },
  { line: 'create configmap a -o name', is: good('configmap/a\n') },
  { line: 'create configmap a -o name --dry-run=x', is: { exit: 1, out: '' } },
  { line: 'nowhere', is: bad('command "nope" not found to set alias "nowhere": [nope]') },
  { line: 'odd', is: bad('invalid alias flag nope in alias kubectl') },
  { line: 'wrong', is: bad('could not apply value x to flag append-hash in alias kubectl err: invalid argument "x" for "--append-hash" flag: strconv.ParseBool: parsing "x": invalid syntax') },
  { line: 'create secret generic a', is: bad('invalid flag nope for command create secret generic') },
  { line: 'version --kuberc=none', is: bad('kuberc error kuberc: open none: no such file or directory') },
  { line: 'version --kuberc=', is: bad('kuberc file is not found') },
  { line: 'version --kuberc', is: bad('kuberc file is not found') },
])('kuberc: $line', async ({ line, is }) => {
  expect(await told(line)).toMatchObject(is);
});

test.each([
  {
    of: 'a name with a dash',
    text: 'aliases: [{name: a-b}]',
    err: 'invalid alias name, can only include alphabetical characters',
  },
  { of: 'a name twice', text: 'aliases: [{name: a}, {name: a}]', err: 'duplicate alias name a' },
  {
    of: 'a flag with dashes',
    text: 'overrides: [{flags: [{name: --x}]}]',
    err: 'flag name --x should be in long form without dashes',
  },
])('kuberc: $of is refused', async ({ text, err }) => {
  expect(await told('version', {}, { '/home/ann/.kube/kuberc': `${HEAD}${text}\n` })).toEqual(bad(err));
});

test('kuberc: what is not known of a file is told of, and of one that nobody named not used', async () => {
  const text = `${KUBERC}x: y\n`;
  const files = { 'my.yaml': text, '/home/ann/.kube/kuberc': text };
  const fault = 'strict decoding error: unknown field "x"';
  expect(await told('cmx --kuberc=my.yaml', {}, files)).toEqual(
    good('configmap/from\n', `kuberc: ignoring strict decoding error in my.yaml: ${fault}`),
  );
  expect((await told('cmx', {}, files)).err).toMatch(
    `kuberc: no preferences loaded from /home/ann/.kube/kuberc: ${fault}error: unknown command "cmx"`,
  );
});

test('kuberc: KUBERC=off does without', async () => {
  expect((await told('cmx', { KUBERC: 'off' })).err).toMatch('unknown command "cmx"');
  expect(await told('version --kuberc=my.yaml', { KUBERC: 'off' })).toEqual(
    bad('kuberc error disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive'),
  );
});

test('kuberc: nobody looks for one unless it is wished', async () => {
  const { exit, err } = await told('version --kuberc=my.yaml', { KUBECTL_KUBERC: 'false' });
  expect([exit, err.split('\n')[0]]).toEqual([1, 'error: unknown flag: --kuberc']);
});
