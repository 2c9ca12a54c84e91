import { createLocalTransport, type Served } from '../../src/apiserver/local-transport.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { Instant } from '../../src/machinery/instant.ts';
import { kubectl as kubectlInMemory } from './memory-kubectl.ts';
import { splitWords } from './transcript.ts';

/** A cluster that commands are run at. */
export interface Theatre {
  readonly cluster: Cluster;
  readonly now: Instant;
  settle(): void;
}

interface Story {
  /** Manifests by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What happens each time that the command waits for news; false when there is no more to come. */
  readonly meanwhile?: () => boolean;
}

/** A command that has looked this often in vain waits for ever. */
const LOOKS_MOST = 200;

/** Runs one command line of kubectl at a scenario's cluster: lines of stdout, those of stderr marked with `! `, `[exit n]`. */
export async function kubectl(stage: Theatre, line: string, story: Story = {}): Promise<readonly string[]> {
  const waitsForEver = async (): Promise<void> => {
    throw new Error(`kubectl ${line} waits for ever`);
  };
  const { stdout, stderr, exit } = await kubectlInMemory(splitWords(line), {
    transport: createLocalTransport(served(stage, story.meanwhile ?? (() => false)), waitsForEver),
    files: story.files ?? {},
  });
  return [
    ...linesOf(stdout),
    ...linesOf(stderr).map((text) => `! ${text}`),
    ...(exit === 0 ? [] : [`[exit ${exit}]`]),
  ];
}

const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1);

function served(stage: Theatre, meanwhile: () => boolean): Served {
  const { cluster } = stage;
  let looks = 0;
  return {
    handle: (request) => {
      const answer = cluster.api.handle(request);
      if (request.method !== 'GET') stage.settle();
      return answer;
    },
    subscribe: (request, onEvent) => cluster.api.watch(request, onEvent),
    now: () => stage.now,
    pass: (_, until) => {
      if (++looks > LOOKS_MOST) return 'idle';
      if (meanwhile()) return 'moved';
      const next = cluster.agenda.next();
      if (next !== undefined && next.at <= (until ?? next.at)) cluster.step(next.at);
      else if (until !== undefined) cluster.advanceTo(until);
      else return 'idle';
      return 'moved';
    },
    checkpoint: () => {},
  };
}
