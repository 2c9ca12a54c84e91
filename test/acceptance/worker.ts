import type { Item, Result } from './check.ts';
import { replayManifest } from './corpus.ts';
import { replaySession } from './golden.ts';
import { replayRun } from './runs.ts';

// The process that replays: it is told one item after the other, and tells what differed.

const replay: Readonly<Record<Item['part'], (name: string) => Promise<Result>>> = {
  corpus: replayManifest,
  golden: replaySession,
  runs: replayRun,
};

process.on('message', (item: Item) => {
  replay[item.part](item.name).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ checks: [{ title: item.name, same: false, differences: [why] }] } satisfies Result);
    },
  );
});
