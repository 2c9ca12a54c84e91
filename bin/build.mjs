// Builds dist/: one minified CommonJS bundle whose commands and packages load lazily, and the schema's data files.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { lazyModules } from './lazy-modules.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
fs.mkdirSync(dist, { recursive: true });

/** commander asks for child_process at once, for programs beside it that we do not have: loading it costs milliseconds. */
const noChildren = {
  name: 'no-children',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer, path: wanted }) =>
      importer.includes('commander') ? { path: wanted, namespace: 'nothing' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }));
  },
};

await build({
  plugins: [noChildren, lazyModules],
  entryPoints: [path.join(root, 'src/main.ts')],
  outfile: path.join(dist, 'sim.cjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.20',
  logLevel: 'warning',
  legalComments: 'none',
  // The launcher compiles the file as it stands, as one function: no copy is made of it at each start.
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
});
fs.copyFileSync(path.join(root, 'src/kinds/schema/types.json'), path.join(dist, 'types.json'));
// V8 tells a bundle from its cache by length alone: a cache never outlives the bundle it was made from.
for (const name of fs.readdirSync(dist)) if (name.endsWith('.cache')) fs.rmSync(path.join(dist, name));

const schema = path.join(import.meta.dirname, 'build-schema.mjs');
if (fs.existsSync(schema)) await import(schema);
