import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { DICTIONARY } from '../../../../src/apiserver/http/streams/spdy/dictionary.ts';
import { FrameReader } from '../../../../src/apiserver/http/streams/spdy/frames.ts';
import { Pod } from '../../../../src/kinds/core/pod/kind.ts';
import { type Listening, listening } from '../../../support/listening.ts';
import { opening } from '../../../support/spdy.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const world = new WholeCluster();
let server: Listening;

beforeAll(async () => {
  world.client.create(Pod, {
    metadata: { name: 'one', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'busybox', command: ['sh'], stdin: true }] },
  } as never);
  world.pass(30);
  server = await listening(world);
});
afterAll(() => server.close());

interface Heard {
  /** What came over each channel. */
  readonly channels: Readonly<Record<number, string>>;
  readonly protocol: string;
}

/** Says something to a container, each text as a message of its channel, and listens to the end. */
function spoken(
  path: string,
  protocols: string | string[],
  messages: readonly Uint8Array[] = [],
): Promise<Heard> {
  const client = new WebSocket(
    `${server.address.replace('http', 'ws')}/api/v1/namespaces/default/pods/${path}`,
    protocols,
  );
  const channels: Record<number, string> = {};
  return new Promise((resolve, reject) => {
    client.on('open', () => {
      for (const message of messages) client.send(message);
    });
    client.on('message', (data: Buffer) => {
      const text = client.protocol.includes('base64')
        ? Buffer.from(data.toString().slice(1), 'base64').toString()
        : data.subarray(1).toString();
      const channel = client.protocol.includes('base64') ? Number(data.toString()[0]) : (data[0] ?? 0);
      channels[channel] = (channels[channel] ?? '') + text;
    });
    client.on('close', () => resolve({ channels, protocol: client.protocol }));
    client.on('error', reject);
  });
}

const V5 = 'v5.channel.k8s.io';
const V4 = 'v4.channel.k8s.io';
const command = (...words: readonly string[]) =>
  `one/exec?${words.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&stdout=true&stderr=true`;
const stdin = (text: string) => Buffer.from(`\0${text}`);
const SUCCESS = '{"metadata":{},"status":"Success"}';

describe('exec', () => {
  test('tells output, errors and the exit code, each on its channel', async () => {
    const { channels } = await spoken(command('sh', '-c', 'echo out; echo err >&2; exit 3'), V4);
    expect({ ...channels, 3: JSON.parse(channels[3] ?? '') }).toEqual({
      1: 'out\n',
      2: 'err\n',
      3: {
        metadata: {},
        status: 'Failure',
        message: 'command terminated with non-zero exit code: command terminated with exit code 3',
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: '3' }] },
      },
    });
  });

  test('the newest protocol that both know is spoken', async () => {
    const { protocol, channels } = await spoken(command('true'), [V4, V5]);
    expect([protocol, channels]).toEqual([V5, { 1: '', 3: SUCCESS }]);
  });

  test('v5 can say that there is nothing more to read', async () => {
    const messages = [stdin('a\n'), stdin('b\n'), Uint8Array.of(255, 0)];
    const { channels } = await spoken(`${command('wc', '-l')}&stdin=true`, V5, messages);
    expect(channels).toEqual({ 1: '2\n', 3: SUCCESS });
  });

  test('who says nothing leaves nothing to read', async () => {
    const { channels } = await spoken(command('wc', '-l'), V5);
    expect(channels).toEqual({ 1: '0\n', 3: SUCCESS });
  });

  test('browsers speak base64', async () => {
    const message = Buffer.from(`0${Buffer.from('echo ü\nexit\n').toString('base64')}`);
    const { channels } = await spoken(`${command('sh')}&stdin=true`, 'v4.base64.channel.k8s.io', [message]);
    expect(channels).toEqual({ 1: 'ü\n', 3: SUCCESS });
  });

  test('bytes come back as they went', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { channels } = await spoken(`${command('base64')}&stdin=true`, V5, [
      Buffer.concat([Uint8Array.of(0), bytes]),
      Uint8Array.of(255, 0),
    ]);
    expect(channels[1]).toBe(`${Buffer.from(bytes).toString('base64')}\n`);
  });
});

describe('what cannot be', () => {
  const program = /failed to start exec "[0-9a-f]{64}": OCI runtime exec failed/;

  test.each([
    { protocol: V4, begin: 'Internal error occurred: error executing command' },
    { protocol: V5, begin: 'Internal error occurred: Internal error occurred: error executing command' },
  ])('a program that is not there is told by the stream: $protocol', async ({ protocol, begin }) => {
    const { channels } = await spoken(command('foo'), protocol);
    const { message, reason, code } = JSON.parse(channels[3] ?? '');
    expect([message.startsWith(begin), program.test(message), reason, code]).toEqual([
      true,
      true,
      'InternalError',
      500,
    ]);
  });

  test.each([
    ['no such pod', 'two/exec?command=ls', 404],
    ['no such container', 'one/exec?command=ls&container=no', 400],
    ['no command', 'one/exec?', 400],
    ['a part that has no stream', 'one/log?', 200],
  ])('%s: refused before there is a stream', async (_, path, code) => {
    await expect(spoken(path, V5)).rejects.toThrow(`Unexpected server response: ${code}`);
  });

  test('a protocol that nobody knows', async () => {
    await expect(spoken(command('ls'), 'chat')).rejects.toThrow('Unexpected server response: 400');
  });

  test('without an upgrade', async () => {
    const answer = await fetch(`${server.address}/api/v1/namespaces/default/pods/${command('ls')}`);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { message: 'Upgrade request required' },
    ]);
  });
});

test('attach reads what the container prints, and speaks to its program', async () => {
  const { channels } = await spoken('one/attach?stdin=true&stdout=true', V5, [stdin('echo hello\nexit\n')]);
  expect(channels).toEqual({ 1: 'hello\n', 3: SUCCESS });
});

describe('SPDY/3.1', () => {
  /** Opens streams as kubectl 1.27 does: their headers, as zlib of Go compressed them. */
  const OPENING = [
    '80030001000000290000000100000000000078f9e3c6a7c26260606004a7b392a2d4c45c6851c29a0a0a6800000000ffff',
    '800300010000001900000003000000000000c22ac5565c92925f5a02000000ffff',
  ];
  const AUTHORITY = [
    'Connection: Upgrade',
    'Upgrade: SPDY/3.1',
    'X-Stream-Protocol-Version: v4.channel.k8s.io',
  ];

  /** Stream 1, and that it is over. */
  const LAST_OF_ERRORS = '\0\0\0\x01\x01';

  /** It comes back from whoever is still there. */
  const PING = '\x80\x03\0\x06\0\0\0\x04\0\0\0\x01';

  /** What is heard until the last stream is over: it is the client who hangs up. */
  function exchanged(path: string): Promise<string> {
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname);
    const head = [`POST /api/v1/namespaces/default/pods/${path} HTTP/1.1`, `Host: ${hostname}`, ...AUTHORITY];
    let heard = '';
    let isHungUpOn = false;
    return new Promise((resolve, reject) => {
      socket.on('data', (bytes) => {
        const isFirst = heard === '';
        heard += bytes.toString('latin1');
        if (isFirst) for (const frame of OPENING) socket.write(Buffer.from(frame, 'hex'));
        if (heard.includes(PING)) socket.end();
        else if (heard.includes(LAST_OF_ERRORS)) socket.write(Buffer.from(PING, 'latin1'));
      });
      socket.on('end', () => {
        isHungUpOn = !socket.writableEnded;
      });
      socket.on('close', () => (isHungUpOn ? reject(new Error('hung up on')) : resolve(heard)));
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
    });
  }

  test('is spoken to kubectls that know no WebSockets', async () => {
    const heard = await exchanged(`${command('echo', 'hello').replace('&stderr=true', '')}`);
    expect([
      heard.split('\r\n')[0],
      heard.includes('\0\0\0\x03\0\0\0\x06hello\n'),
      heard.includes(`\0\0\0\x01\x01\0\0${String.fromCharCode(SUCCESS.length)}${SUCCESS}`),
    ]).toEqual(['HTTP/1.1 101 Switching Protocols', true, true]);
  });

  /** What came over each stream of one command: its errors as a Status, what it printed, and where it complained. */
  function wholeOf(path: string): Promise<readonly string[]> {
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname);
    const head = [`POST /api/v1/namespaces/default/pods/${path} HTTP/1.1`, `Host: ${hostname}`, ...AUTHORITY];
    const streams = ['error', 'stdout', 'stderr'];
    const heard = streams.map(() => '');
    const frames = new FrameReader();
    let isOpen = false;
    let over = 0;
    return new Promise((resolve, reject) => {
      socket.on('data', (bytes) => {
        if (!isOpen) {
          isOpen = true;
          for (const [at, streamtype] of streams.entries()) socket.write(opening(at * 2 + 1, { streamtype }));
          return;
        }
        for (const frame of frames.read(bytes)) {
          if (frame.type !== 'data') continue;
          heard[(frame.stream - 1) / 2] += frame.bytes.toString();
          if (frame.isLast) over++;
        }
        if (over === streams.length) socket.end();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(heard));
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
    });
  }

  test('loses nothing of many who ask at once', async () => {
    const asked = Array.from({ length: 60 }, (_, index) => index);
    const found = await Promise.all(
      asked.map((index) => wholeOf(command('sh', '-c', `echo out ${index}; echo err ${index} >&2`))),
    );
    expect(found).toEqual(asked.map((index) => [SUCCESS, `out ${index}\n`, `err ${index}\n`]));
  });

  test('its words are those of the draft', () => {
    expect([DICTIONARY.length, adler32(DICTIONARY)]).toEqual([1423, 0xe3c6a7c2]);
  });
});

/** RFC 1950: what names a dictionary. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}
