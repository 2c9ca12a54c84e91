import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Sim } from '../../support/sim.ts';

const YAML = `apiVersion: v1
clusters:
- cluster:
    certificate-authority: ca.crt
    server: https://1.2.3.4
  name: dev
contexts:
- context:
    cluster: dev
    namespace: shop
    user: ann
  name: dev-ann
current-context: dev-ann
kind: Config
preferences: {}
users:
- name: ann
  user:
    token: secret
`;

describe('config with a kubeconfig that kubectl wrote', () => {
  let sim: Sim;
  let path = '';
  beforeAll(async () => {
    sim = await Sim.create();
    path = join(sim.folder, 'kubeconfig');
    writeFileSync(join(sim.folder, 'ca.crt'), 'CA\n');
  });
  beforeEach(() => writeFileSync(path, YAML));
  afterAll(() => sim.remove());

  const config = (...argv: readonly string[]) => sim.run(['config', ...argv, `--kubeconfig=${path}`]);
  const written = (): string => readFileSync(path, 'utf8');

  test('is shown without its secrets', async () => {
    expect((await config('view')).out).toBe(YAML.replace('secret', 'REDACTED'));
  });

  test('is shown with what its files hold', async () => {
    const flat = YAML.replace('certificate-authority: ca.crt', 'certificate-authority-data: Q0EK');
    expect((await config('view', '--flatten')).out).toBe(flat);
  });

  test('is written as kubectl writes it', async () => {
    await config('set-context', '--current', '--namespace=');
    expect(written()).toBe(YAML.replace('    namespace: shop\n', ''));
  });

  test('takes a certificate in', async () => {
    await config(
      'set-cluster',
      'dev',
      `--certificate-authority=${join(sim.folder, 'ca.crt')}`,
      '--embed-certs',
    );
    expect(written()).toBe(YAML.replace('certificate-authority: ca.crt', 'certificate-authority-data: Q0EK'));
  });

  test('names files from its own folder', async () => {
    await config('set-cluster', 'dev', `--certificate-authority=${join(sim.folder, 'keys', 'ca.crt')}`);
    expect(written()).toBe(YAML.replace('ca.crt', 'keys/ca.crt'));
  });

  test('is left as it is when nothing changes', async () => {
    writeFileSync(path, `# mine\n${YAML}`);
    await config('use-context', 'dev-ann');
    expect(written()).toBe(`# mine\n${YAML}`);
  });

  test('is named when it cannot be read', async () => {
    writeFileSync(path, 'a: [');
    const { exit, err } = await config('view');
    const fault = 'yaml: line 1: did not find expected node content';
    expect({ exit, err }).toEqual({ exit: 1, err: `error: error loading config file "${path}": ${fault}\n` });
  });

  test('is made where there is none', async () => {
    const fresh = join(sim.folder, 'fresh');
    await sim.run(['config', 'set-context', 'c', '--namespace=shop', `--kubeconfig=${fresh}`]);
    expect(readFileSync(fresh, 'utf8')).toBe(`apiVersion: v1
clusters: null
contexts:
- context:
    cluster: ""
    namespace: shop
    user: ""
  name: c
current-context: ""
kind: Config
preferences: {}
users: null
`);
  });
});
