import { describe, expect, test } from 'vitest';
import { refuseTimeout } from '../../../src/kubectl/request-timeout.ts';
import { kubectl } from '../../support/memory-kubectl.ts';

const raw = (...flags: readonly string[]) =>
  kubectl(['get', '--raw=/version', ...flags], {
    answer: () => ({ code: 200, body: 'ok\n', warnings: ['old', 'older', 'old'] }),
  });

describe('--warnings-as-errors', () => {
  test('fails when warnings came, each counted once', async () => {
    expect(await raw('--warnings-as-errors')).toMatchObject({
      stdout: 'ok\n',
      stderr: 'Warning: old\nWarning: older\nerror: 2 warnings received\n',
      exit: 1,
    });
  });

  test('is off by default', async () => {
    expect((await raw()).exit).toBe(0);
  });
});

test('a profile that is none is refused', async () => {
  expect(await raw('--profile=disk')).toMatchObject({
    stdout: '',
    stderr: "error: unknown profile 'disk'\n",
    exit: 1,
  });
});

describe('--request-timeout', () => {
  test.each(['0', '5', '1m', '1h30m', '-1s'])('takes %s', (text) => {
    expect(() => refuseTimeout(text)).not.toThrow();
  });

  test.each(['', '-1', '5x', 'soon'])('refuses "%s"', (text) => {
    expect(() => refuseTimeout(text)).toThrow(/^Invalid timeout value\. /);
  });
});
