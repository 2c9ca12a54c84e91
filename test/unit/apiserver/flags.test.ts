import { expect, test } from 'vitest';
import { allowsEverything, DEFAULT_FLAGS, enabledSteps, flagFault } from '../../../src/apiserver/flags.ts';

const names = (...disableAdmissionPlugins: readonly string[]): readonly string[] =>
  enabledSteps({ ...DEFAULT_FLAGS, disableAdmissionPlugins }).map(({ name }) => name);

test('a disabled plugin is left out, at every stage it has', () => {
  expect(names('LimitRanger', 'ServiceAccount')).toEqual(
    names().filter((name) => name !== 'LimitRanger' && name !== 'ServiceAccount'),
  );
  expect(names()).toContain('LimitRanger');
});

test('one mode that allows everything is enough', () => {
  const authorizationMode = ['RBAC', 'AlwaysAllow'];
  expect([
    allowsEverything(DEFAULT_FLAGS),
    allowsEverything({ ...DEFAULT_FLAGS, authorizationMode }),
  ]).toEqual([false, true]);
});

test.each([
  [{}, undefined],
  [{ disableAdmissionPlugins: ['ServiceAccount', 'MutatingAdmissionWebhook'] }, undefined],
  [{ disableAdmissionPlugins: ['Nope'] }, 'disable-admission-plugins plugin "Nope" is unknown'],
  [{ authorizationMode: ['Nope'] }, 'authorization-mode "Nope" is not a valid mode'],
  [{ authorizationMode: [] }, 'at least one authorization-mode must be passed'],
])('%j: %s', (flags, fault) => {
  expect(flagFault({ ...DEFAULT_FLAGS, ...flags })).toBe(fault);
});
