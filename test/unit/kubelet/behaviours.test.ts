import { describe, expect, test } from 'vitest';
import type { Container, Pod, Probe } from '../../../src/kinds/core/pod/types.ts';
import type { Program } from '../../../src/kubelet/behaviours/behaviour.ts';
import { programFor } from '../../../src/kubelet/behaviours/index.ts';
import { canonicalName, nameError, saysMissing } from '../../../src/kubelet/containers/images.ts';
import { seconds } from '../../../src/machinery/instant.ts';

function program(rest: Partial<Container>, annotation?: string, mustEnd = false): Program {
  const container: Container = { name: 'c', image: 'busybox', ...rest };
  const annotations = annotation === undefined ? {} : { 'sim.local/behaviour': annotation };
  const pod = { metadata: { annotations }, spec: { containers: [container] } } as unknown as Pod;
  return programFor({ pod, container, mustEnd });
}

const shell = (text: string): Partial<Container> => ({ command: ['/bin/sh', '-c', text] });
const ending = ({ length, exit }: Program) => (length === undefined ? 'stays up' : [length, exit?.code]);

describe('an obvious command', () => {
  test.each([
    { words: { command: ['sleep', '5'] }, ends: [5000, 0] },
    { words: { command: ['sleep', 'infinity'] }, ends: 'stays up' },
    { words: { args: ['false'] }, ends: [100, 1] },
    { words: shell('exit 3'), ends: [100, 3] },
    { words: shell('echo "Hello; world" && sleep 2; exit 7'), ends: [2000, 7] },
    { words: shell('while true; do echo hi; sleep 1; done'), ends: 'stays up' },
    { words: shell('echo started; tail -f /dev/null'), ends: 'stays up' },
    { words: shell('for i in 1 2 3; do work; done; exit 4'), ends: [100, 4] },
    { words: shell('python app.py'), ends: 'stays up' },
  ])('$words', ({ words, ends }) => {
    expect(ending(program(words))).toEqual(ends);
  });

  test('what must end and says nothing ends after five seconds', () => {
    expect(ending(program({ command: ['perl', '-e', 'print 1'] }, undefined, true))).toEqual([5000, 0]);
  });

  test.each(['registry.k8s.io/pause:3.10', 'nginx', 'docker.io/library/redis:7', 'mongo:6', 'luksa/kubia'])(
    '%s as it is serves until it is stopped, also where it is to end',
    (image) => {
      expect(ending(program({ image }, undefined, true))).toBe('stays up');
    },
  );

  test('a file that it makes and removes is what a probe finds', () => {
    const { answer, turns } = program(shell('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'));
    const probe: Probe = { exec: { command: ['cat', '/tmp/healthy'] } };
    expect(turns).toEqual([30_000]);
    expect([10, 30].map((second) => answer?.(probe, seconds(second)))).toEqual([
      undefined,
      { output: "cat: can't open '/tmp/healthy': No such file or directory\n" },
    ]);
  });
});

describe('the annotation', () => {
  test.each([
    { text: 'crashes after 3s', ends: [3000, 1] },
    { text: 'exits 42 after 1m', ends: [60_000, 42] },
    { text: 'completes after 10s', ends: [10_000, 0] },
    { text: 'other: crashes; c: completes', ends: [5000, 0] },
    { text: 'other: crashes', ends: 'stays up' },
  ])('$text', ({ text, ends }) => {
    expect(ending(program({}, text))).toEqual(ends);
  });

  test('tells when probes turn', () => {
    const { answer } = program({}, 'ready after 20s');
    expect([10, 20].map((second) => answer?.({}, seconds(second)))).toEqual([
      { output: 'HTTP probe failed with statuscode: 503' },
      undefined,
    ]);
  });
});

describe('an image', () => {
  test.each([
    { image: 'nginx', name: 'docker.io/library/nginx:latest' },
    { image: 'team/app:1', name: 'docker.io/team/app:1' },
    { image: 'registry:5000/app', name: 'registry:5000/app:latest' },
    { image: 'registry.k8s.io/pause:3.10', name: 'registry.k8s.io/pause:3.10' },
  ])('$image is called $name', ({ image, name }) => {
    expect(canonicalName(image)).toBe(name);
  });

  test.each([
    'nginx:bad',
    'nginx:1.27-broken',
    'does-not-exist/app',
    'my-typo:2',
    'app:nope3',
    'nginx:1.161',
    'nginx:sometag',
  ])('%s is missing', (image) => {
    expect(saysMissing(image)).toBe(true);
  });

  test.each(['nginx:1.27', 'badger:1', 'invalidator', 'nginx:nopea', 'nginx:1.29.0', 'team/nginx:1.161'])(
    '%s is there',
    (image) => {
      expect(saysMissing(image)).toBe(false);
    },
  );

  test('a name with capitals is no name', () => {
    expect(nameError('Nginx')).toBe(
      'Failed to apply default image tag "Nginx": couldn\'t parse image name "Nginx": invalid reference format: repository name (library/Nginx) must be lowercase',
    );
  });
});
