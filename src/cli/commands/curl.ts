import {
  type Command,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { integer, list, text } from '../../kubectl/flags.ts';
import { OUTSIDE } from '../../network/source.ts';
import type { View } from '../../network/view.ts';
import { createRng, type Rng } from '../../simulation/rng.ts';
import { columnsText } from '../columns.ts';
import { rowsText } from '../network/journey-text.ts';
import { type Asking, type Result, send } from '../network/request.ts';
import { insider, sourceNamed } from '../network/source.ts';
import { type Url, urlFrom } from '../network/url.ts';
import type { Ours } from '../ours.ts';
import { paintFor } from '../paint.ts';

interface CurlOptions {
  readonly url: Url;
  readonly host: string;
  readonly from: string;
  readonly look: 'steps' | 'name' | 'json';
  readonly count: number;
}

const COUNT_MOST = 1000;

/** `sim curl`: which pod would answer a request, and why. */
export function curl(ours: Ours): Command {
  return defineCommand({
    name: 'curl',
    usage: 'curl URL [--from=POD|outside] [--count=N] [-H "Host: NAME"]',
    short: 'Show which pod would answer a request, and why',
    long:
      'Show which pod would answer a request, and why: by name, Service, cluster IP, node port, load balancer, pod address or\n' +
      "the host of an Ingress. It goes the way of a real one: the cluster's DNS, the rules of kube-proxy on the node where it\n" +
      'starts, session affinity, traffic policies, NetworkPolicies, and whether anybody listens. Which of several endpoints\n' +
      'is taken is chance, drawn from the seed and the time.\n' +
      '\n' +
      "The exit code is curl's: 6 there is no such host, 7 refused, 22 an error of the Ingress controller, 28 timed out.",
    examples: [
      '# A Service, as somebody in the namespace reaches it; as a pod does',
      'sim curl http://web',
      'sim curl http://web.shop:8080/cart --from=client',
      '',
      '# A hundred requests: who answers how many',
      'sim curl http://web --count=100',
      '',
      '# From outside: a node port, a load balancer, an Ingress',
      'sim curl http://192.168.1.11:30080',
      'sim curl http://shop.example.com/cart',
    ],
    flags: {
      from: text('from', { help: 'Who asks: a pod, or "outside" of the cluster.' }),
      header: list('header', { short: 'H', help: 'Host: NAME, as an Ingress is asked by address.' }),
      count: integer('count', { default: 1, help: 'So many requests; who answered is counted.' }),
      output: text('output', { short: 'o', help: 'name: only the pod that answers; json.' }),
    },
    complete: ([word, ...more], { from, header, count, output }): CurlOptions => {
      if (word === undefined || more.length > 0) throw new UsageError('name one URL: sim curl http://web');
      if (count < 1 || count > COUNT_MOST) throw new UsageError(`--count is from 1 to ${COUNT_MOST}`);
      if (output !== '' && output !== 'name' && output !== 'json')
        throw new UsageError(`--output is name or json, not ${JSON.stringify(output)}`);
      const url = urlFrom(word);
      return { url, host: hostIn(header) ?? url.host, from, count, look: output === '' ? 'steps' : output };
    },
    run: async (options, context) => run(options, context, ours),
  });
}

function hostIn(headers: readonly string[]): string | undefined {
  const hosts = headers.map((header) => /^host:\s*([^:\s]+)/i.exec(header)?.[1]);
  if (hosts.includes(undefined)) throw new UsageError('the only header that counts is Host: -H "Host: NAME"');
  return hosts.at(-1)?.toLowerCase();
}

async function run(
  { url, host, from, count, look }: CurlOptions,
  context: Context,
  ours: Ours,
): Promise<ExitCode> {
  const session = ours.session();
  session.begin();
  const { client: reader, clock, settings } = session.cluster;
  const view: View = { reader, at: 'now' };
  const source = sourceNamed(from, context, reader);
  const asking: Asking = { url, host, source, insider: insider(context, reader), outsider: OUTSIDE };
  const chance = createRng(settings.seed).fork(`curl ${clock.now()} ${from} ${url.host}:${url.port}`);
  if (count > 1) return many(asking, view, chance, count, context);
  const result = send(asking, view, chance);
  await show(result, look, context, ours);
  return result.code;
}

async function show(
  { rows, ending, pod, code }: Result,
  look: CurlOptions['look'],
  { out, err }: Context,
  ours: Ours,
): Promise<void> {
  if (look === 'json') {
    const steps = rows.map(([about, text]) => ({ about, text }));
    const { namespace, name } = pod?.metadata ?? {};
    out.line(
      JSON.stringify({ pod: name ?? null, namespace: namespace ?? null, ending, code, steps }, undefined, 2),
    );
  } else if (look === 'name') {
    if (pod === undefined) err.line(ending);
    else out.line(`pod/${pod.metadata.name}`);
  } else {
    const paint = await paintFor(ours.host);
    out.write(rowsText(rows));
    out.line(code === 0 ? paint.good(ending) : paint.bad(ending));
  }
}

/** Many requests, one after another: how often each outcome came, the most often first. */
async function many(
  asking: Asking,
  view: View,
  chance: Rng,
  count: number,
  { out }: Context,
): Promise<ExitCode> {
  const counts = new Map<string, number>();
  let worst = 0;
  for (let each = 0; each < count; each++) {
    const { ending, code } = send(asking, view, chance.fork(String(each)));
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
    worst = Math.max(worst, code);
  }
  const rows = [...counts].sort((a, b) => b[1] - a[1]).map(([ending, times]) => [String(times), ending]);
  out.write(await columnsText(['REQUESTS', 'OUTCOME'], rows));
  return worst;
}
