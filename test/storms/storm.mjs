// Lets storms blow over clusters in memory: users and faults by chance, every promise looked after with each wake.
//   npm run storm -- [--seed 42] [--hours 24] [--refused] [NAME...]   a storm is a file of this folder: month.yaml
// A failure prints the seed, the time, and the shortest session found that shows it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sim-storms-'));
try {
  const outfile = path.join(folder, 'storms.mjs');
  await build({
    entryPoints: [path.join(here, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'error',
    // The folders that files are read from, by what is beside the sources.
    define: {
      'import.meta.dirname': JSON.stringify(here),
      'import.meta.url': JSON.stringify(`file://${path.join(here, '../support/memory-kubectl.ts')}`),
    },
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(`${here}/`)});`,
    },
  });
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const { status } = spawnSync(
    process.execPath,
    ['--enable-source-maps', outfile, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env,
    },
  );
  process.exitCode = status ?? 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
