import { expect, test } from 'vitest';
import { kubectl } from '../../../support/memory-kubectl.ts';
import recorded from '../../../vectors/kubectl-output-1.33.json' with { type: 'json' };

test.each(recorded.cases)('$file -o $output', async ({ file, output, stdout, stderr, exit }) => {
  const argv = ['annotate', '--local', '--overwrite', '-f', file, 'a=b', '-o', output];
  const told = await kubectl(argv, { files: recorded.files });
  expect({ stdout: told.stdout, stderr: told.stderr, exit: told.exit }).toEqual({ stdout, stderr, exit });
});
