import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatTranscript, parseTranscript, replay } from '../support/transcript.ts';

const folder = import.meta.dirname;
const manifests = join(folder, '../../manifests');
/** Those that wait, watch and change much; all of them go through a server in `npm run kubectl`. */
const THROUGH_SERVER = /^(delete|rollout-bad-image|wait|web)\./;
const update = process.env['UPDATE_TRANSCRIPTS'] === '1';

for (const name of readdirSync(folder)
  .filter((file) => file.endsWith('.sim'))
  .sort()) {
  test.runIf(!update && THROUGH_SERVER.test(name))(`${name}: through a server, too`, async () => {
    const text = readFileSync(join(folder, name), 'utf8');
    const transcript = parseTranscript(text);
    const outputs = await replay(transcript, manifests, { way: 'server' });
    expect(formatTranscript(transcript, outputs)).toBe(text);
  });
  test(`${name}: every command answers as written`, async () => {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    const transcript = parseTranscript(text);
    const outputs = await replay(transcript, manifests);
    const seen = formatTranscript(transcript, outputs);
    if (update) writeFileSync(path, seen);
    else expect(seen).toBe(text);
  });
}
