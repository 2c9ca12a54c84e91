#!/usr/bin/env node
// Every transcript judged by the real kubectl: what a transcript writes down has to be what `sim` answers as a process, what
// it answers through `sim serve`, and what each installed kubectl answers there.
//   npm run kubectl -- [--transcripts REGEX] [--versions REGEX] [--show N] [--jobs N]
// kubectl is looked for in KUBECTL_DIR and beside the kubectl of the PATH, as kubectl or kubectl.1.33.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = path.join(here, '../..');
const { values: options } = parseArgs({
  options: {
    transcripts: { type: 'string', default: '.' },
    versions: { type: 'string', default: '.' },
    show: { type: 'string', default: '20' },
    jobs: { type: 'string', default: '2' },
  },
});
delete process.env.NODE_EXTRA_CA_CERTS;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sim-kubectl-'));
try {
  process.exitCode = (await main()) ? 0 : 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function main() {
  execFileSync(process.execPath, [path.join(root, 'bin/build.mjs'), path.join(folder, 'dist')], {
    cwd: root,
  });
  const outfile = path.join(folder, 'judge.cjs');
  const entryPoints = [path.join(here, 'judge.ts')];
  // The program's data files are found beside it, not from here.
  const define = { 'import.meta.dirname': '__dirname' };
  await build({
    entryPoints,
    outfile,
    define,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const { judge } = await import(outfile).then((module) => module.default ?? module);
  const kubectls = installed().filter(({ version }) => new RegExp(options.versions).test(version));
  console.log(`kubectl: ${kubectls.map(({ version }) => version).join(', ') || 'none installed'}`);
  const names = transcripts().filter((name) => new RegExp(options.transcripts).test(name));
  const verdicts = [];
  let left = Number(options.show);
  await Promise.all(
    Array.from({ length: Number(options.jobs) }, async () => {
      for (let name = names.shift(); name !== undefined; name = names.shift()) {
        const found = await judge({
          name,
          root,
          folder: path.join(folder, path.basename(name)),
          dist: path.join(folder, 'dist'),
          kubectls,
        });
        verdicts.push(...found);
        const bad = found.filter(({ differs }) => differs !== undefined);
        console.log(
          `${bad.length === 0 ? 'ok  ' : 'DIFF'} ${name} ${found.length - bad.length}/${found.length}`,
        );
        for (const { witness, command, differs } of bad.slice(0, left))
          console.log(`\n${name}, ${witness}: ${command}\n${differs}`);
        left = Math.max(0, left - bad.length);
      }
    }),
  );
  return report(verdicts);
}

function report(verdicts) {
  const failed = verdicts.filter(({ differs }) => differs !== undefined);
  console.log(`\n${verdicts.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0;
}

/** Those of all tests, and those here, whose commands start programs of the machine. */
function transcripts() {
  return ['test/kubectl', 'test/transcripts'].flatMap((from) =>
    fs
      .readdirSync(path.join(root, from))
      .filter((name) => name.endsWith('.sim'))
      .map((name) => `${from}/${name}`),
  );
}

/** One of each minor version, the newest last. */
function installed() {
  const folders = [process.env.KUBECTL_DIR, ...pathOf('kubectl')].filter((one) => one && fs.existsSync(one));
  const found = new Map();
  for (const one of folders)
    for (const name of fs.readdirSync(one).filter((file) => /^kubectl(\.1\.\d+)?$/.test(file))) {
      const file = path.join(one, name);
      const version = /^v?(1\.\d+)/.exec(versionOf(file))?.[1];
      // A dispatcher bears the plain name and starts another one: the versioned file is the thing itself.
      if (version !== undefined && (name !== 'kubectl' || !found.has(version)))
        found.set(version, { version, file });
    }
  return [...found.values()].sort((a, b) => Number(a.version.slice(2)) - Number(b.version.slice(2)));
}

function pathOf(program) {
  for (const one of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(one, program);
    if (fs.existsSync(file)) return [path.dirname(fs.realpathSync(file))];
  }
  return [];
}

function versionOf(file) {
  try {
    const text = execFileSync(file, ['version', '--client', '-o', 'json'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return JSON.parse(text).clientVersion.gitVersion;
  } catch {
    return '';
  }
}
