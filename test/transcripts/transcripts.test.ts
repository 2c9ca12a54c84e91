import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatTranscript, parseTranscript, replay } from '../support/transcript.ts';

const folder = import.meta.dirname;
const manifests = join(folder, '../../manifests');
/** Those that wait, watch and change much; all of them go through a server in `npm run kubectl`. */
const THROUGH_SERVER = /^(delete|rollout-bad-image|wait|web)\./;
const update = process.env['UPDATE_TRANSCRIPTS'] === '1';

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.sim'))
  .sort();

test.each(names)('%s: every command answers as written', async (name) => {
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  const transcript = parseTranscript(text);
  const outputs = await replay(transcript, manifests);
  const seen = formatTranscript(transcript, outputs);
  if (update) writeFileSync(path, seen);
  else expect(seen).toBe(text);
});

const throughServer = update ? [] : names.filter((name) => THROUGH_SERVER.test(name));

test.each(throughServer)('%s: through a server, too', async (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const transcript = parseTranscript(text);
  const outputs = await replay(transcript, manifests, { way: 'server' });
  expect(formatTranscript(transcript, outputs)).toBe(text);
});
