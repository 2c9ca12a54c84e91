// Builds dist/: the program as two bundles, what commands need that only read and the rest, and the schema's data files.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { givesAway, lazyModules, nameOf } from './lazy-modules.mjs';
import { modulesOfReaders } from './readers.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
const main = path.join(root, 'src/main.ts');
const types = path.join(root, 'src/kinds/schema/types.json');

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

/** Writes a bundle of these files and of what they use; returns which files that are. */
async function bundle(outfile, files, modules, buildName = '') {
  const { metafile } = await build({
    plugins: [noChildren, givesAway(files), lazyModules(modules)],
    entryPoints: ['entry'],
    outfile,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.20',
    logLevel: 'warning',
    legalComments: 'none',
    define: { SIM_BUILD: JSON.stringify(buildName) },
    // The launcher compiles the file as it stands, as one function: no copy is made of it at each start.
    banner: { js: '(function (exports, require, module, __filename, __dirname, elsewhere) {' },
    footer: { js: '})' },
  });
  return Object.keys(metafile.inputs);
}

const filesIn = (namespace, inputs) =>
  inputs
    .filter((input) => input.startsWith(`${namespace}:`))
    .map((input) => input.slice(namespace.length + 1));

/** All modules of ours, and which of them readers need; a program that does not run is left in one piece. */
async function parted() {
  const trial = fs.mkdtempSync(path.join(os.tmpdir(), 'sim-build-'));
  try {
    const inputs = await bundle(path.join(trial, 'sim.cjs'), [main], {
      first: (file) => `globalThis.loadedModules?.push(${JSON.stringify(nameOf(file))});`,
    });
    fs.copyFileSync(types, path.join(trial, 'types.json'));
    const files = inputs
      .filter((input) => input.startsWith('lazy:'))
      .map((input) => input.slice('lazy:'.length));
    const names = readersOf(trial) ?? new Set(files.map(nameOf));
    return { files, isForReaders: (file) => names.has(nameOf(file)) };
  } finally {
    fs.rmSync(trial, { recursive: true, force: true });
  }
}

function readersOf(trial) {
  try {
    return modulesOfReaders(trial);
  } catch (error) {
    console.error(`sim does not run, so nothing is known of what its readers need: ${error.message}`);
    return undefined;
  }
}

/** Of the same sources the same name: what one build keeps for later no other one takes for its own. */
function nameOfBuild(files) {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${nameOf(file)}\n`).update(fs.readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const { files, isForReaders } = await parted();
const buildName = nameOfBuild(files);
const isForOthers = (file) => !isForReaders(file);
fs.mkdirSync(dist, { recursive: true });
const ours = await bundle(
  path.join(dist, 'sim.cjs'),
  files.filter(isForReaders),
  { isHere: isForReaders },
  buildName,
);
const asked = filesIn('elsewhere', ours);
const rest = new Set([...files.filter(isForOthers), ...asked]);
const others = await bundle(path.join(dist, 'rest.cjs'), [...rest], { isHere: isForOthers }, buildName);
const twice = ours.find((input) => input.startsWith('node_modules') && others.includes(input));
if (twice !== undefined) throw new Error(`both bundles have ${twice}: there would be two of it`);
fs.copyFileSync(types, path.join(dist, 'types.json'));
fs.copyFileSync(
  path.join(root, 'src/apiserver/http/protobuf/fields.json'),
  path.join(dist, 'protobuf-fields.json'),
);
// V8 tells a bundle from its cache by length alone: a cache never outlives the bundle it was made from.
for (const name of fs.readdirSync(dist)) if (name.endsWith('.cache')) fs.rmSync(path.join(dist, name));

const schema = path.join(import.meta.dirname, 'build-schema.mjs');
if (fs.existsSync(schema)) await import(schema);
