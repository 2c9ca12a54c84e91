import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatTranscript, parseTranscript, replay } from '../support/transcript.ts';

const folder = import.meta.dirname;
const manifests = join(folder, '../../manifests');
const update = process.env['UPDATE_TRANSCRIPTS'] === '1';

for (const name of readdirSync(folder)
  .filter((file) => file.endsWith('.sim'))
  .sort()) {
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
