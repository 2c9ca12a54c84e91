import { defineConfig } from 'vitest/config';

const TEST_TIMEOUT_MILLISECONDS = 60_000;

/** Other people's clients start slowly, and have a run of their own. */
export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ['test/clients/**/*.test.ts'],
    pool: 'forks',
    testTimeout: TEST_TIMEOUT_MILLISECONDS,
    hookTimeout: TEST_TIMEOUT_MILLISECONDS,
  },
});
