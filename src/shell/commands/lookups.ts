import type { Resolution } from '../network.ts';
import type { Call, Program } from '../shell.ts';
import { complain, optionsOf } from './call.ts';

const isAddress = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text);

function ask({ shell }: Call, name: string, type = 'A'): Resolution {
  return shell.world.network.resolve(name, type, shell.process.time);
}

/** The address of a name; undefined where there is none. */
export function addressOf(call: Call, name: string): string | undefined {
  if (isAddress(name)) return name;
  if (name === 'localhost') return '127.0.0.1';
  return ask(call, name).records.find(({ type }) => type === 'A')?.data;
}

const withoutDot = (name: string): string => name.replace(/\.$/, '');

const nslookup: Program = (call) => {
  const { shell, args } = call;
  const { server, lookupStyle } = shell.world.network;
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const type = args.flatMap((arg) => /^-(?:query|type|q|ty)=(\w+)/i.exec(arg)?.[1] ?? [])[0]?.toUpperCase();
  const found = ask(call, name, type ?? (isAddress(name) ? 'PTR' : 'A'));
  if (lookupStyle === 'numbered') return numbered(call, name, found);
  const separator = lookupStyle === 'bind' ? '#' : ':';
  shell.out(`Server:\t\t${server}\nAddress:\t${server}${separator}53\n\n`);
  if (found.records.length === 0) {
    shell.out(`** server can't find ${name}: ${found.exists ? 'No answer' : 'NXDOMAIN'}\n\n`);
    return 1;
  }
  for (const record of found.records) shell.out(recordText(record));
  shell.out('\n');
  return 0;
};

function recordText({ name, type, data }: Resolution['records'][number]): string {
  if (type === 'A') return `Name:\t${name}\nAddress: ${data}\n`;
  if (type === 'CNAME') return `${name}\tcanonical name = ${withoutDot(data)}.\n`;
  return `${name}\t${type === 'PTR' ? 'name' : 'service'} = ${data}\n`;
}

/** busybox 1.28 and older number the addresses, and say whose they are. */
function numbered(call: Call, name: string, found: Resolution): number {
  const { shell } = call;
  const named = (address: string): string => {
    const [owner] = ask(call, address, 'PTR').records;
    return owner === undefined ? address : `${address} ${withoutDot(owner.data)}`;
  };
  const { server } = shell.world.network;
  shell.out(`Server:    ${server}\nAddress 1: ${named(server)}\n\n`);
  const addresses = isAddress(name)
    ? [name]
    : found.records.flatMap(({ type, data }) => (type === 'A' ? [data] : []));
  if (addresses.length === 0) {
    complain(call, `can't resolve '${name}'`);
    return 1;
  }
  shell.out(`Name:      ${name}\n`);
  for (const [index, address] of addresses.entries()) shell.out(`Address ${index + 1}: ${named(address)}\n`);
  return 0;
}

const TYPE = /^(?:A|AAAA|SRV|CNAME|PTR)$/i;

const dig: Program = (call) => {
  const { shell, args } = call;
  const words = args.filter((arg) => !/^[+@-]/.test(arg));
  const type = words.find((word) => TYPE.test(word))?.toUpperCase() ?? 'A';
  const name = words.find((word) => !TYPE.test(word)) ?? '';
  // Without +search dig takes the name as it is.
  const full = args.includes('+search') || name.endsWith('.') ? name : `${name}.`;
  const isReverse = args.includes('-x');
  const { records, exists } = ask(call, isReverse ? name : full, isReverse ? 'PTR' : type);
  if (args.includes('+short')) {
    for (const { data } of records) shell.out(`${data}\n`);
    return 0;
  }
  const status = exists ? 'NOERROR' : 'NXDOMAIN';
  shell.out(
    `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 1\n\n;; QUESTION SECTION:\n;${full}\t\tIN\t${type}\n\n`,
  );
  if (records.length > 0) shell.out(';; ANSWER SECTION:\n');
  for (const one of records) shell.out(`${one.name}.\t30\tIN\t${one.type}\t${one.data}\n`);
  shell.out(`\n;; SERVER: ${shell.world.network.server}#53(${shell.world.network.server})\n`);
  return 0;
};

const getent: Program = (call) => {
  const [table, name = ''] = call.args;
  const address = table === 'hosts' || table === 'ahosts' ? addressOf(call, name) : undefined;
  if (address === undefined) return 2;
  call.shell.out(`${address.padEnd(15)} ${name}\n`);
  return 0;
};

const host: Program = (call) => {
  const { rest } = optionsOf(call.args, 't');
  const [name = ''] = rest;
  const address = addressOf(call, name);
  call.shell.out(
    address === undefined ? `Host ${name} not found: 3(NXDOMAIN)\n` : `${name} has address ${address}\n`,
  );
  return address === undefined ? 1 : 0;
};

/** Commands that ask for names. */
export const lookups: Readonly<Record<string, Program>> = { nslookup, dig, getent, host };
