import { defineConfig } from 'vitest/config';

/** A machine with other work to do is no reason to fail. */
const TEST_TIMEOUT_MILLISECONDS = 30_000;

/** Test files share a process, and what it has loaded: what they test keeps no state of its own between them. */
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['unit', 'scenarios', 'storms', 'transcripts', 'golden', 'house'].map(
      (name) => `test/${name}/**/*.test.ts`,
    ),
    pool: 'forks',
    isolate: false,
    // By default one processor is left idle.
    maxWorkers: '100%',
    testTimeout: TEST_TIMEOUT_MILLISECONDS,
    hookTimeout: TEST_TIMEOUT_MILLISECONDS,
  },
});
