import { describe, expect, test } from 'vitest';
import type { Subject } from '../../../../../src/apiserver/admission/pod-security/check.ts';
import { violationsOf } from '../../../../../src/apiserver/admission/pod-security/evaluate.ts';
import type { LeveledVersion } from '../../../../../src/apiserver/admission/pod-security/levels.ts';

const GOOD = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const subject = (spec: object, annotations: Readonly<Record<string, string>> = {}): Subject =>
  ({ metadata: { annotations }, spec: { containers: [{ name: 'a' }], ...spec } }) as object as Subject;
/** Containers a, b ... with these security contexts. */
const withContexts = (...contexts: readonly object[]): Subject =>
  subject({ containers: contexts.map((securityContext, i) => ({ name: 'abc'[i], securityContext })) });

const found = (one: Subject, level: LeveledVersion['level'], minor: LeveledVersion['minor'] = 'latest') =>
  violationsOf(one, { level, minor }).map(({ reason, detail }) => `${reason} (${detail})`);

describe('the baseline forbids', () => {
  test.each<[string, Subject, string]>([
    [
      'other AppArmor profiles',
      withContexts({ appArmorProfile: { type: 'Unconfined' } }, {}),
      'forbidden AppArmor profile (container "a" must not set AppArmor profile type to "Unconfined")',
    ],
    [
      'them in annotations, too',
      subject(
        { securityContext: { appArmorProfile: { type: 'x' } } },
        { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' },
      ),
      'forbidden AppArmor profiles (pod and annotation must not set AppArmor profile type to "x", "container.apparmor.security.beta.kubernetes.io/a="unconfined"")',
    ],
    [
      'capabilities that programs do not usually have',
      withContexts(
        { capabilities: { add: ['NET_RAW', 'CHOWN', 'BPF'] } },
        { capabilities: { add: ['BPF'] } },
      ),
      'non-default capabilities (containers "a", "b" must not include "BPF", "NET_RAW" in securityContext.capabilities.add)',
    ],
    [
      "the node's namespaces",
      subject({ hostNetwork: true, hostPID: true, hostIPC: false }),
      'host namespaces (hostNetwork=true, hostPID=true)',
    ],
    [
      "the node's files",
      subject({
        volumes: [
          { name: 'x', hostPath: { path: '/' } },
          { name: 'y', emptyDir: {} },
        ],
      }),
      'hostPath volumes (volume "x")',
    ],
    [
      "the node's ports",
      subject({
        containers: [{ name: 'a', ports: [{ hostPort: 80 }, { hostPort: 443 }, { containerPort: 1 }] }],
      }),
      'hostPort (container "a" uses hostPorts 443, 80)',
    ],
    [
      'privileged containers, also those that only begin',
      subject({ initContainers: [{ name: 'i', securityContext: { privileged: true } }] }),
      'privileged (container "i" must not set securityContext.privileged=true)',
    ],
    [
      'an unmasked /proc',
      withContexts({ procMount: 'Unmasked' }),
      'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    ],
    [
      'other SELinux types, users and roles',
      subject({ securityContext: { seLinuxOptions: { type: 'x', user: 'u', role: 'r' } } }),
      'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "x"; user may not be set; role may not be set)',
    ],
    [
      'to do without seccomp',
      withContexts({ seccompProfile: { type: 'Unconfined' } }),
      'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [
      'other sysctls',
      subject({
        securityContext: { sysctls: [{ name: 'a' }, { name: 'net.ipv4.tcp_rmem' }, { name: 'b' }] },
      }),
      'forbidden sysctls (a, b)',
    ],
    [
      'processes of a Windows host',
      subject({ securityContext: { windowsOptions: { hostProcess: true } } }),
      'hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
    ],
  ])('%s', (_, one, told) => {
    expect(found(one, 'baseline')).toEqual([told]);
    expect(found(one, 'privileged')).toEqual([]);
  });

  test('nothing of an ordinary pod', () => {
    expect(found(subject({}), 'baseline')).toEqual([]);
  });
});

describe('restricted pods', () => {
  const restricted = (more: object): Subject => withContexts({ ...GOOD, ...more });
  test('say four things of themselves', () => {
    expect(found(subject({}), 'restricted')).toEqual([
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)',
      'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])',
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
      'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ]);
    expect(found(restricted({}), 'restricted')).toEqual([]);
  });

  test.each<[string, Subject, string]>([
    [
      'capabilities but one',
      restricted({ capabilities: { drop: ['ALL'], add: ['CHOWN', 'NET_BIND_SERVICE'] } }),
      'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)',
    ],
    ['to be root', restricted({ runAsUser: 0 }), 'runAsUser=0 (container "a" must not set runAsUser=0)'],
    [
      'to say that it may be root',
      restricted({ runAsNonRoot: false }),
      'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      'other volumes',
      {
        ...restricted({}),
        spec: {
          ...restricted({}).spec,
          volumes: [
            { name: 'x', nfs: {} },
            { name: 'y', hostPath: { path: '/' } },
          ],
        },
      } as object as Subject,
      'restricted volume types (volumes "x", "y" use restricted volume types "hostPath", "nfs")',
    ],
  ])('may not have: %s', (_, one, told) => {
    expect(found(one, 'restricted')).toEqual([told]);
  });

  test('on Windows need not say what Windows does not know', () => {
    const windows = { ...withContexts({ runAsNonRoot: true }) };
    const one = { ...windows, spec: { ...windows.spec, os: { name: 'windows' } } } as Subject;
    expect(found(one, 'restricted')).toEqual([]);
    expect(found(one, 'restricted', 24)).toHaveLength(3);
  });
});

describe('levels as earlier versions had them', () => {
  test.each<[string, Subject, LeveledVersion['level'], number, number]>([
    [
      'capabilities are dropped since 1.22',
      withContexts({ ...GOOD, capabilities: {} }),
      'restricted',
      21,
      22,
    ],
    ['root by number is forbidden since 1.23', withContexts({ ...GOOD, runAsUser: 0 }), 'restricted', 22, 23],
    [
      'privilege escalation counts since 1.8',
      withContexts({ ...GOOD, allowPrivilegeEscalation: true }),
      'restricted',
      7,
      8,
    ],
  ])('%s', (_, one, level, before, since) => {
    expect([found(one, level, before).length, found(one, level, since).length]).toEqual([0, 1]);
  });

  test('sysctls were allowed one after the other', () => {
    const names = ['net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_wmem'];
    const one = subject({ securityContext: { sysctls: names.map((name) => ({ name })) } });
    expect([26, 27, 29, 32].map((minor) => found(one, 'baseline', minor))).toEqual([
      [`forbidden sysctls (${names.join(', ')})`],
      ['forbidden sysctls (net.ipv4.tcp_fin_timeout, net.ipv4.tcp_wmem)'],
      ['forbidden sysctls (net.ipv4.tcp_wmem)'],
      [],
    ]);
  });

  test('seccomp was an annotation before 1.19', () => {
    const key = 'container.seccomp.security.alpha.kubernetes.io/a';
    const one = subject({}, { [key]: 'unconfined' });
    expect(found(one, 'baseline', 18)).toEqual([`seccompProfile (forbidden annotation ${key}="unconfined")`]);
    expect(found(one, 'baseline', 19)).toEqual([]);
  });
});
