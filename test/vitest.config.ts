import { defineConfig } from 'vitest/config';

/** Test files of a project share a process: what they test keeps no state of its own between them. */
const project = (name: string, include: string[]) => ({
  test: { name, include, root: `${import.meta.dirname}/..`, pool: 'forks' as const, isolate: false },
});

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('scenarios', ['test/scenarios/**/*.test.ts']),
      project('transcripts', ['test/transcripts/**/*.test.ts']),
      project('golden', ['test/golden/**/*.test.ts']),
      project('clients', ['test/clients/**/*.test.ts']),
      project('house', ['test/house/**/*.test.ts']),
    ],
  },
});
