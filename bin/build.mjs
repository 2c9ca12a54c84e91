// Builds dist/: one minified CommonJS bundle whose commands and packages load lazily, and the schema's data files.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
fs.mkdirSync(dist, { recursive: true });

const result = await build({
  entryPoints: [path.join(root, 'src/main.ts')],
  outfile: path.join(dist, 'sim.cjs'),
  bundle: true,
  minify: true,
  keepNames: false,
  platform: 'node',
  format: 'cjs',
  target: 'node20.20',
  logLevel: 'warning',
  legalComments: 'none',
});
if (result.errors.length > 0) process.exit(1);

for (const step of ['build-schema.mjs']) {
  const file = path.join(import.meta.dirname, step);
  if (fs.existsSync(file)) await import(file);
}
