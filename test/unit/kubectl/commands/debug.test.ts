import { describe, expect, test } from 'vitest';
import { PROFILES, secured, strippedSpec } from '../../../../src/kubectl/commands/debug/profiles.ts';
import { debug } from '../../../../src/kubectl/commands/debug.ts';
import { asError } from '../../../../src/kubectl/errors.ts';
import { pairs } from '../../../../src/kubectl/flags.ts';

type Complete = typeof debug.complete;

const defaults = Object.fromEntries(Object.entries(debug.flags).map(([key, flag]) => [key, flag.default]));

function completed(args: readonly string[], given: object, dash?: number) {
  const invocation = { dash, given: (name: string) => name in given } as Parameters<Complete>[2];
  try {
    const { targets, words, attach } = debug.complete(args, { ...defaults, ...given } as never, invocation);
    return { targets, words, attach };
  } catch (error) {
    return asError(error).message;
  }
}

const image = 'busybox';
const copy = { copyTo: 'copy' };

describe('complete', () => {
  test.each([
    {
      args: ['a', 'b', 'ls'],
      given: { image },
      dash: 2,
      is: { targets: ['a', 'b'], words: ['ls'], attach: false },
    },
    { args: ['a'], given: { image, stdin: true }, is: { targets: ['a'], words: [], attach: true } },
    {
      args: ['a'],
      given: { image, stdin: true, attach: false },
      is: { targets: ['a'], words: [], attach: false },
    },
    {
      args: ['a'],
      given: { ...copy, setImage: new Map([['*', 'b']]) },
      is: { targets: ['a'], words: [], attach: false },
    },
  ])('$args $given', ({ args, given, dash, is }) => {
    expect(completed(args, given, dash)).toEqual(is);
  });

  test.each([
    {
      given: { attach: true },
      why: 'you must specify --container or create a new container using --image in order to attach.',
    },
    { given: {}, why: 'you must specify --image when not using --copy-to.' },
    { given: { image, replace: true }, why: '--replace may only be used with --copy-to.' },
    { given: { image, sameNode: true }, why: '--same-node may only be used with --copy-to.' },
    {
      given: { image, setImage: new Map([['a', 'b']]) },
      why: '--set-image may only be used with --copy-to.',
    },
    { given: { image: 'BUSY' }, why: 'invalid image name "BUSY": invalid reference format' },
    { given: { image, imagePullPolicy: 'No' }, why: 'invalid image pull policy: No' },
    { given: { image, profile: 'none' }, why: 'unknown profile: none' },
    { given: copy, why: 'you must specify --image, --set-image or command arguments.' },
    {
      given: { ...copy, setImage: new Map([['a', 'B']]) },
      why: 'invalid image name "B" for container "a": invalid reference format',
    },
    {
      given: { ...copy, image, target: 'a' },
      why: '--target is incompatible with --copy-to. Use --share-processes instead.',
    },
    { given: { image, tty: true }, why: '-i/--stdin is required for containers with -t/--tty=true' },
  ])('refuses $given: $why', ({ given, why }) => {
    expect(completed(['web'], given)).toBe(why);
  });

  test('somebody has to be debugged', () => {
    expect(completed([], { image })).toBe('NAME or filename is required for debug');
  });
});

describe('profiles', () => {
  const own = { name: 'c', securityContext: { runAsUser: 5, capabilities: { add: ['KILL'] } } };
  test.each([
    { name: 'legacy', style: 'copy', is: own.securityContext },
    { name: 'general', style: 'copy', is: { runAsUser: 5, capabilities: { add: ['KILL', 'SYS_PTRACE'] } } },
    { name: 'general', style: 'node', is: undefined },
    { name: 'baseline', style: 'ephemeral', is: undefined },
    {
      name: 'netadmin',
      style: 'copy',
      is: { runAsUser: 5, capabilities: { add: ['KILL', 'NET_ADMIN', 'NET_RAW'] } },
    },
    { name: 'sysadmin', style: 'copy', is: { ...own.securityContext, privileged: true } },
  ] as const)('$name, $style', ({ name, style, is }) => {
    expect(secured(own, PROFILES[name], style).securityContext).toEqual(is);
  });

  test('copies lose probes and share processes; init containers stay where they are kept', () => {
    const probe = { exec: { command: ['true'] } };
    const container = { name: 'c', livenessProbe: probe, readinessProbe: probe, startupProbe: probe };
    const spec = { containers: [container], initContainers: [{ name: 'i' }] };
    const kept = { labels: false, annotations: false, liveness: false, readiness: true, startup: false };
    expect(strippedSpec(spec, { ...kept, initContainers: true })).toEqual({
      initContainers: [{ name: 'i' }],
      containers: [{ name: 'c', readinessProbe: probe }],
      shareProcessNamespace: true,
    });
    expect(strippedSpec(spec, { ...kept, initContainers: false })).not.toHaveProperty('initContainers');
  });
});

describe('a flag of pairs', () => {
  const flag = pairs('env');
  test.each([
    { texts: ['A=b'], is: [['A', 'b']] },
    {
      texts: ['A=b,C=d', 'A=e'],
      is: [
        ['A', 'e'],
        ['C', 'd'],
      ],
    },
    { texts: ['A=b,c'], is: [['A', 'b,c']] },
    { texts: ['"A=b"'], is: [['A', 'b']] },
  ])('$texts', ({ texts, is }) => {
    const read = texts.reduce<ReadonlyMap<string, string> | undefined>(
      (found, one) => flag.parse(one, found),
      undefined,
    );
    expect([...(read ?? [])]).toEqual(is);
  });

  test('a word alone is none', () => {
    expect(() => flag.parse('A', undefined)).toThrow('A must be formatted as key=value');
  });
});
