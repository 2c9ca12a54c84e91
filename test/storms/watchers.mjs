// Many watchers, many changes: each watcher has to be told of every change, once, in order.
//   node test/storms/watchers.mjs [--watchers 1000] [--changes 10000] [--writers 16]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    watchers: { type: 'string', default: '1000' },
    changes: { type: 'string', default: '10000' },
    writers: { type: 'string', default: '16' },
  },
});
const [watchers, changes, writers] = [values.watchers, values.changes, values.writers].map(Number);
const REVISION = Buffer.from('"resourceVersion":"');
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const folder = mkdtempSync(join(tmpdir(), 'sim-storm-'));
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

const { port, stop } = await serve();
const agent = new Agent({ keepAlive: true, maxSockets: writers });
try {
  await run();
} finally {
  agent.destroy();
  await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function serve() {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/sim'), 'serve'], {
    env: { ...environment, SIM_STATE: join(folder, 'cluster.json') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise((resolve) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const found = /http:\/\/127\.0\.0\.1:(\d+)\n/.exec(said);
      if (found !== null) resolve(Number(found[1]));
    });
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return {
    port: address,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function run() {
  for (let writer = 0; writer < writers; writer++)
    await send('POST', CONFIG_MAPS, { metadata: { name: `storm-${writer}`, labels: { storm: 'yes' } } });
  const { metadata } = await send('GET', CONFIG_MAPS);
  const query = `watch=true&labelSelector=storm&resourceVersion=${metadata.resourceVersion}`;
  const opened = performance.now();
  const all = await Promise.all(Array.from({ length: watchers }, () => watch(query)));
  const started = performance.now();
  const revisions = (await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))).flat();
  const written = performance.now();
  const expected = revisions.sort((a, b) => a - b);
  await Promise.all(all.map((watcher) => watcher.told(expected.length)));
  const told = performance.now();
  const wrong = all.filter(({ seen }) => seen.join() !== expected.join()).length;
  const seconds = (from, to) => `${((to - from) / 1000).toFixed(1)} s`;
  console.log(`${watchers} watchers opened in ${seconds(opened, started)}`);
  console.log(`${changes} changes by ${writers} writers in ${seconds(started, written)}`);
  console.log(`the last watcher was told of the last change after ${seconds(started, told)}`);
  console.log(
    wrong === 0 ? 'every watcher was told of every change in order' : `${wrong} watchers were told wrongly`,
  );
  if (wrong > 0) process.exitCode = 1;
}

/** Changes one object again and again; the revisions that the server answered. */
async function write(writer) {
  const revisions = [];
  const own = Math.floor(changes / writers) + (writer < changes % writers ? 1 : 0);
  for (let i = 1; i <= own; i++) {
    const { metadata } = await send(
      'PATCH',
      `${CONFIG_MAPS}/storm-${writer}`,
      { data: { count: String(i) } },
      'application/merge-patch+json',
    );
    revisions.push(Number(metadata.resourceVersion));
  }
  return revisions;
}

function send(method, path, body, type = 'application/json') {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', method, path, agent, headers: { 'Content-Type': type } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () =>
          answer.statusCode < 300 ? resolve(JSON.parse(text)) : reject(new Error(text)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Reads a watch off its socket; only the revisions are looked at: parsing all of it would be the storm's own work. */
function watch(query) {
  const seen = [];
  const waiting = [];
  let rest = Buffer.alloc(0);
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(`GET ${CONFIG_MAPS}?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  });
  socket.on('error', () => {});
  return new Promise((resolve) => {
    socket.on('data', (piece) => {
      resolve({ seen, told });
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let end = 0;
      for (;;) {
        const at = bytes.indexOf(REVISION, end);
        const close = at === -1 ? -1 : bytes.indexOf(34, at + REVISION.length);
        if (close === -1) break;
        seen.push(Number(bytes.latin1Slice(at + REVISION.length, close)));
        end = close;
      }
      // A revision may be cut in two by the end of a piece.
      rest = bytes.subarray(Math.max(end, bytes.length - REVISION.length - 20));
      for (const one of waiting) if (seen.length >= one.count) one.resolve();
    });
  });
  function told(count) {
    if (seen.length >= count) return undefined;
    return new Promise((resolved, reject) => {
      waiting.push({ count, resolve: resolved });
      socket.on('close', () => reject(new Error(`a watcher was cut off after ${seen.length} changes`)));
    });
  }
}
