import { defineConfig } from 'vitest/config';

/** A machine with other work to do is no reason to fail. */
const TEST_TIMEOUT_MILLISECONDS = 30_000;

/** Test files of a project share a process: what they test keeps no state of its own between them. */
const project = (name: string, include: string[]) => ({
  test: {
    name,
    include,
    root: `${import.meta.dirname}/..`,
    pool: 'forks' as const,
    isolate: false,
    testTimeout: TEST_TIMEOUT_MILLISECONDS,
    hookTimeout: TEST_TIMEOUT_MILLISECONDS,
  },
});

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    // By default one processor is left idle.
    maxWorkers: '100%',
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('scenarios', ['test/scenarios/**/*.test.ts']),
      project('transcripts', ['test/transcripts/**/*.test.ts']),
      project('golden', ['test/golden/**/*.test.ts']),
      project('house', ['test/house/**/*.test.ts']),
    ],
  },
});
