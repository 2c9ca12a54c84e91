// An esbuild plugin: a module of ours is loaded when something of it is first used, not when who imports it is. A command
// that reads then never sees what only writers need, though every source says at its top what it uses.
import fs from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';

/** Not esbuild's own `file`: there package.json would make ECMAScript modules of what is none any more. */
const namespace = 'lazy';
const IMPORT = /^var (\w+) = require\(("[^"]+")\);\n/gm;
const IMPORT_OF_ALL = /^var (\w+) = __toESM\(require\(("node:[^"]+")\)\);\n/gm;
const EXPORTS = /^__export\(stdin_exports, \{\n([^}]*)\}\);\n/m;
const END_OF_HELPERS = 'module.exports = __toCommonJS(stdin_exports);\n';

/**
 * `isHere` says whether a module belongs into this bundle; the others are asked of the function `elsewhere`, a parameter
 * of the bundle. `first` is put at each module's beginning.
 */
export const lazyModules = ({ isHere = () => true, first = () => '' } = {}) => ({
  name: 'lazy-modules',
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, ({ path: wanted, resolveDir }) => {
      const file = path.resolve(resolveDir, wanted);
      return isHere(file) ? { path: file, namespace } : { path: file, namespace: 'elsewhere' };
    });
    build.onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path: file }) => ({
      contents: `module.exports = elsewhere(${JSON.stringify(nameOf(file))});`,
    }));
    build.onLoad({ filter: /./, namespace }, async ({ path: file }) => {
      const options = { loader: 'ts', format: 'cjs', target: 'node20.20' };
      const { code } = await transform(fs.readFileSync(file, 'utf8'), options);
      return { contents: first(file) + lazy(code, file), loader: 'js', resolveDir: path.dirname(file) };
    });
  },
});

/** What one bundle calls a module of the other: its path below src/. */
export const nameOf = (file) => path.relative(path.join(import.meta.dirname, '../src'), file);

/** The program of a bundle: gives away its modules by their names. */
export const givesAway = (files) => ({
  name: 'gives-away',
  setup(build) {
    build.onResolve({ filter: /^entry$/ }, () => ({ path: 'entry', namespace: 'entry' }));
    build.onLoad({ filter: /./, namespace: 'entry' }, () => ({
      contents: `exports.modules = () => ({${files.map(
        (file) => `${JSON.stringify(nameOf(file))}: () => require(${JSON.stringify(file)})`,
      )}})`,
      resolveDir: import.meta.dirname,
    }));
  },
});

/** The module with `require` wherever it named an import; in a bundle that is a call that remembers its answer. */
function lazy(code, file) {
  const body = code.slice(
    code.includes(END_OF_HELPERS) ? code.indexOf(END_OF_HELPERS) + END_OF_HELPERS.length : 0,
  );
  const names = exportsOf(code);
  const isPassedOn = ([, local]) => local.includes('.');
  const isHoisted = ([, local]) => new RegExp(`^(async )?function\\*? ${local}\\(`, 'm').test(body);
  const isConstant = ([, local]) => new RegExp(`^(const|class) ${local}\\b`, 'm').test(body);
  const [passedOn, own] = [names.filter(isPassedOn), names.filter((one) => !isPassedOn(one))];
  const text = [
    ...passedOn.map(
      ([name, local]) => `Object.defineProperty(exports, "${name}", { get: () => ${local} });\n`,
    ),
    ...own.filter(isHoisted).map(assignment),
    body,
    ...own.filter(isConstant).map(assignment),
  ].join('');
  const result = text.replaceAll(IMPORT_OF_ALL, 'const $1 = require($2);\n');
  const lazier = [...text.matchAll(IMPORT)].reduce(
    (before, [statement, name, wanted]) =>
      before.replace(statement, '').replaceAll(new RegExp(`\\b${name}\\.`, 'g'), `(require(${wanted})).`),
    result,
  );
  const stranger = own.find((one) => !isHoisted(one) && !isConstant(one));
  if (stranger !== undefined) throw new Error(`${file}: ${stranger[0]} is neither a function nor a constant`);
  if (/\bimport_\w+|__toESM\(/.test(lazier)) throw new Error(`${file}: an import of an unforeseen form`);
  return lazier;
}

const assignment = ([name, local]) => `exports.${name} = ${local};\n`;

/** What a module exports: the name, and what it is called inside (`import_x.name` where it is passed on). */
function exportsOf(code) {
  const list = EXPORTS.exec(code)?.[1] ?? '';
  return [...list.matchAll(/^ {2}(\w+): \(\) => ([\w.]+),?$/gm)].map(([, name, local]) => [name, local]);
}
