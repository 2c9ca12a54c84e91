import type { Fetched } from '../../src/kubectl/command.ts';

/** Nothing is fetched in a test. */
export async function noNetwork(url: string): Promise<Fetched> {
  throw new Error(`Get ${JSON.stringify(url)}: dial tcp: lookup ${new URL(url).host}: no such host`);
}
