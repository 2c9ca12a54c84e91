import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[]) => ({ test: { name, include, root: `${import.meta.dirname}/..` } });

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('scenarios', ['test/scenarios/**/*.test.ts']),
      project('transcripts', ['test/transcripts/**/*.test.ts']),
      project('golden', ['test/golden/**/*.test.ts']),
      project('house', ['test/house/**/*.test.ts']),
    ],
  },
});
