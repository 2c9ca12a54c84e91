// Which modules the commands load that only read: found by running some of them over a small cluster.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const sim = path.join(import.meta.dirname, 'sim');
const SETTING = ['cluster create --seed=1 --pace=instant', 'create deployment web --image=nginx'];
const READERS = [
  'get pods',
  'get pods -o wide',
  'get pods -o yaml',
  'get pods -o json',
  'get nodes,deployments',
  'describe pods',
];

/** The names that the program in `folder` pushed to `globalThis.loadedModules`: it was built to say what it loads. */
export function modulesOfReaders(folder) {
  const notes = path.join(folder, 'loaded.json');
  const noter = path.join(folder, 'noter.cjs');
  fs.writeFileSync(
    noter,
    `const loaded = (globalThis.loadedModules = []);
     const write = () => require('node:fs').writeFileSync(${JSON.stringify(notes)}, JSON.stringify(loaded));
     process.once('exit', write);`,
  );
  const { SIM_CONFIG: _config, SIM_PACE: _pace, ...inherited } = process.env;
  const env = { ...inherited, SIM_DIST: folder, SIM_STATE: path.join(folder, 'cluster.json') };
  const loadedBy = (line) => {
    execFileSync(process.execPath, ['--require', noter, sim, ...line.split(' ')], { env, stdio: 'ignore' });
    return JSON.parse(fs.readFileSync(notes, 'utf8'));
  };
  for (const line of SETTING) loadedBy(line);
  const alone = READERS.flatMap(loadedBy);
  const served = whileServed(env, () => READERS.slice(0, 1).flatMap(loadedBy));
  return new Set([...alone, ...served]);
}

/** Servers are there in no time; where none comes the readers ask nobody. */
const LONGEST_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 20;

function whileServed(env, look) {
  const server = spawn(process.execPath, [sim, 'serve'], { env, stdio: 'ignore' });
  try {
    for (let waited = 0; waited < LONGEST_MILLISECONDS; waited += LOOK_MILLISECONDS) {
      if (fs.existsSync(`${env.SIM_STATE}.server`)) break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MILLISECONDS);
    }
    return look();
  } finally {
    server.kill('SIGKILL');
  }
}
