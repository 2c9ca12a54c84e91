import { formatGoDuration } from '../../src/machinery/duration.ts';
import type { Instant } from '../../src/machinery/instant.ts';
import { MANIFESTS } from './deeds.ts';
import type { Line } from './storm.ts';
import type { Storm } from './storm-file.ts';

/** What to type at a prompt to see the same: as transcripts are written. */
export function transcriptOf(storm: Storm, seed: number, lines: readonly Line[], until: Instant): string {
  const { workers, cpu, memory, start } = storm;
  const create = `cluster create --workers ${workers} --cpu ${cpu} --memory ${memory} --pace manual --seed ${seed}`;
  const rows = [
    `# At ${new Date(start).toISOString()}, with ${MANIFESTS} as below:`,
    `$ sim ${create}`,
    `$ sim apply -f ${MANIFESTS}`,
  ];
  let now = start;
  for (const { at, words } of lines) {
    if (at > now) rows.push('', `@ +${formatGoDuration(at - now)}`);
    rows.push(`$ sim ${words.map(quoted).join(' ')}`);
    now = at;
  }
  if (until > now) rows.push('', `@ +${formatGoDuration(until - now)}`, '$ sim clock');
  return `${rows.join('\n')}\n\n-- ${MANIFESTS} --\n${storm.manifests.trim()}\n`;
}

const quoted = (word: string): string => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word}'`);
