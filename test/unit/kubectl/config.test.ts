import { describe, expect, test } from 'vitest';
import { kubectl, memoryKubeconfig } from '../../support/memory-kubectl.ts';
import recorded from '../../vectors/kubectl-config-1.33.json' with { type: 'json' };

describe.sequential('config does to one file what kubectl 1.33 does', () => {
  const kubeconfig = memoryKubeconfig(recorded.start);
  test.each(recorded.steps)('$argv', async ({ argv, stdout, stderr, exit }) => {
    const told = await kubectl(argv, { kubeconfig });
    expect({ stdout: told.stdout, stderr: told.stderr, exit: told.exit }).toEqual({ stdout, stderr, exit });
  });
});
