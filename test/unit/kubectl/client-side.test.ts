import { expect, test } from 'vitest';
import { kubectl } from '../../support/memory-kubectl.ts';
import recorded from '../../vectors/kubectl-client-1.33.json' with { type: 'json' };

const files = Object.fromEntries(
  Object.entries(recorded.files).map(([name, base64]) => [
    name,
    Uint8Array.from(Buffer.from(base64, 'base64')),
  ]),
);

test.each(recorded.cases)(
  'kubectl $argv prints what kubectl 1.33 prints',
  async ({ argv, stdout, stderr, exit }) => {
    const told = await kubectl(argv, { files });
    const head = /([WE])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /g;
    expect({ stdout: told.stdout, stderr: told.stderr.replace(head, '$1<head> '), exit: told.exit }).toEqual({
      stdout,
      stderr,
      exit,
    });
  },
);
