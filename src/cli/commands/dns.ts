import {
  type Command,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { bool, text } from '../../kubectl/flags.ts';
import { questionFor } from '../../network/dns/question.ts';
import { type DnsRecord, RECORD_TYPES, type RecordType, TIME_TO_LIVE } from '../../network/dns/records.ts';
import { clusterResolver, type Lookup, lookUp, type Resolver } from '../../network/dns/resolver.ts';
import { whyNoName } from '../../network/dns/why.ts';
import type { View } from '../../network/view.ts';
import { sourceNamed } from '../network/source.ts';
import type { Ours } from '../ours.ts';

/** `sim dns`: the cluster's DNS. */
export function dns(ours: Ours): Command {
  return defineCommand({
    name: 'dns',
    usage: 'dns lookup NAME [--from=POD] [--type=A|AAAA|SRV|CNAME|PTR]',
    short: "Ask the cluster's DNS",
    flags: {},
    commands: [
      {
        name: 'lookup',
        short: 'Show what a name stands for, as pods find it',
        load: async () => lookup(ours),
      },
    ],
    complete: ([word]) => {
      throw new UsageError(
        word === undefined
          ? 'say what to look up: sim dns lookup NAME'
          : `unknown command ${JSON.stringify(word)} for "sim dns": it knows lookup`,
      );
    },
    run: async () => 0,
  });
}

const lookupFlags = {
  from: text('from', { help: 'The pod that asks: its dnsPolicy, dnsConfig and namespace count.' }),
  type: text('type', { short: 't', help: `The type of records: ${RECORD_TYPES.join(', ')}.` }),
  output: text('output', { short: 'o', help: 'json: the whole answer.' }),
  short: bool('short', { help: 'Only what the name stands for.' }),
};

interface LookupOptions {
  readonly word: string;
  readonly from: string;
  readonly type: RecordType | undefined;
  readonly look: 'records' | 'short' | 'json';
}

function lookup(ours: Ours): Command {
  return defineCommand({
    name: 'lookup',
    usage: 'lookup NAME [--from=POD] [--type=A|AAAA|SRV|CNAME|PTR] [--short]',
    short: 'Show what a name stands for, as pods find it',
    long:
      "Show what the cluster's DNS answers, as CoreDNS does: Services by their cluster IPs, headless ones by their ready\n" +
      'endpoints, pods behind them by name, named ports (SRV), ExternalNames (CNAME), addresses (PTR). Short names go along\n' +
      'the search path of the namespace (-n), or of the pod that asks (--from). The exit code is 1 where there is no answer.',
    examples: [
      '# A Service, and a pod of a StatefulSet',
      'sim dns lookup web',
      'sim dns lookup web-0.nginx.default.svc.cluster.local',
      '',
      '# As a pod finds it',
      'sim dns lookup db --from=web-0',
      '',
      '# Ports by name, and who has an address',
      'sim dns lookup _http._tcp.web.default.svc.cluster.local --type=SRV',
      'sim dns lookup 10.96.0.1',
    ],
    flags: lookupFlags,
    complete: ([word, ...more], { from, type, output, short }): LookupOptions => {
      if (word === undefined || more.length > 0) throw new UsageError('name one name, or one address');
      if (output !== '' && output !== 'json')
        throw new UsageError(`--output is json, not ${JSON.stringify(output)}`);
      const asked = RECORD_TYPES.find((one) => one === type.toUpperCase());
      if (type !== '' && asked === undefined)
        throw new UsageError(`--type is one of ${RECORD_TYPES.join(', ')}, not ${JSON.stringify(type)}`);
      return { word, from, type: asked, look: output === 'json' ? 'json' : short ? 'short' : 'records' };
    },
    run: async (options, context) => run(options, context, ours),
  });
}

function run({ word, from, type, look }: LookupOptions, context: Context, ours: Ours): ExitCode {
  const session = ours.session();
  session.begin();
  const view: View = { reader: session.cluster.client, at: 'now' };
  const resolver =
    sourceNamed(from, context, view.reader)?.resolver ?? clusterResolver(context.config.namespace);
  const question = questionFor(word, type);
  const found = lookUp(question.name, question.type, resolver, view);
  const { records, additional, code } = found.answer;
  if (look === 'json') {
    const { server } = resolver;
    context.out.line(JSON.stringify({ server, tried: found.tried, code, records, additional }, undefined, 2));
  } else if (look === 'short') for (const { data } of records) context.out.line(data);
  else context.out.write(answerText(found, resolver));
  if (records.length > 0) return 0;
  context.err.line(noAnswerText(word, question.type, found, view));
  return 1;
}

/** Comments tell which names were tried, then a record each, as dig writes them. */
function answerText({ tried, answer }: Lookup, { server }: Resolver): string {
  const comments = tried.map(
    ({ name, code }) => `; ${name}. ${code === 'NODATA' ? 'NOERROR, no data' : code}`,
  );
  const width = Math.max(...[...answer.records, ...answer.additional].map(({ name }) => name.length + 1), 0);
  const line = ({ name, type, data }: DnsRecord): string =>
    `${`${name}.`.padEnd(width)}  ${TIME_TO_LIVE}  IN  ${type.padEnd(5)}  ${data}`;
  const lines = [
    `; server ${server}`,
    ...comments,
    ...answer.records.map(line),
    ...answer.additional.map(line),
  ];
  return lines.map((each) => `${each}\n`).join('');
}

function noAnswerText(word: string, type: RecordType, { tried, answer }: Lookup, view: View): string {
  if (answer.code === 'NOERROR') return `${word}: NOERROR, but no ${type} record`;
  // The first name tried is the one that was most likely meant.
  const name = tried.find((one) => one.name.includes('.svc.'))?.name ?? word;
  return `${word}: NXDOMAIN: ${whyNoName(name, view)}`;
}
