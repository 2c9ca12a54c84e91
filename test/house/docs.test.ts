import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ourEntries } from '../../src/cli/commands/index.ts';
import { commands } from '../../src/kubectl/commands/index.ts';
import { formatSteps, parseTranscript, replay } from '../support/transcript.ts';

const root = join(import.meta.dirname, '../..');
const update = process.env['UPDATE_TRANSCRIPTS'] === '1';
/** The gallery is some hundreds of commands: six seconds, but many more where others keep the machine busy. */
const LONG_SESSION_MILLISECONDS = 120_000;
const BLOCK = /(?<=^```console\n)[\s\S]*?(?=^```$)/gm;

/** The page with every console block as the commands answer now: one session a page, the cluster is made by the page. */
async function replayed(page: string): Promise<string> {
  const blocks = [...page.matchAll(BLOCK)].map(([block]) => parseTranscript(block).steps);
  const outputs = await replay({ steps: blocks.flat(), files: new Map() }, join(root, 'manifests'), {
    cluster: [],
    look: 'plain',
  });
  const left = [...outputs];
  const texts = blocks.map((steps) => formatSteps(steps, left.splice(0, steps.length)).join('\n'));
  return page.replace(BLOCK, () => texts.shift() ?? '');
}

test.each(['README.md', 'manifests/README.md'])(
  '%s: its console blocks answer as written',
  async (name) => {
    const page = readFileSync(join(root, name), 'utf8');
    const seen = await replayed(page);
    if (update) writeFileSync(join(root, name), seen);
    else expect(seen).toBe(page);
  },
  LONG_SESSION_MILLISECONDS,
);

test('README.md tells of every command, and of none that there is not', () => {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const rows = page.slice(page.indexOf('## Commands'), page.indexOf('## State')).split('\n');
  const namedIn = (row: string): readonly string[] => {
    const [first = '', second = ''] = row.split('|').slice(1);
    // Remarks in brackets speak of parts of a command.
    const cell = first.trim().startsWith('`') ? first : second.replace(/\([^)]*\)/g, '');
    return [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
  };
  const told = rows.filter((row) => row.startsWith('| ') && !row.startsWith('| not there')).flatMap(namedIn);
  const entries = [...commands, ...ourEntries].filter(({ hidden }) => hidden !== true);
  expect([...told].sort()).toEqual(entries.map(({ name }) => name).sort());
  const missing = rows.filter((row) => row.startsWith('| not there')).flatMap(namedIn);
  expect(missing.filter((name) => told.includes(name))).toEqual([]);
});

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'manifests/README.md',
  'src/README.md',
  'test/README.md',
  '.github/CONTRIBUTING.md',
  '.github/SECURITY.md',
  '.github/RELEASING.md',
];

test.each(PAGES)('%s: its links lead somewhere', (name) => {
  const page = readFileSync(join(root, name), 'utf8');
  const broken = [...page.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !existsSync(join(root, dirname(name), link)));
  expect(broken).toEqual([]);
});

test('manifests/README.md tells of every manifest', () => {
  const page = readFileSync(join(root, 'manifests/README.md'), 'utf8');
  const missing = readdirSync(join(root, 'manifests'))
    .filter((file) => file.endsWith('.yaml'))
    .filter((file) => !page.includes(file));
  expect(missing).toEqual([]);
});

test('every manifest is used by a transcript', () => {
  const folder = join(root, 'test/transcripts');
  const transcripts = readdirSync(folder)
    .filter((file) => file.endsWith('.sim'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const unused = readdirSync(join(root, 'manifests'))
    .filter((file) => file.endsWith('.yaml'))
    .filter((file) => !transcripts.includes(`manifests/${file}`));
  expect(unused).toEqual([]);
});
