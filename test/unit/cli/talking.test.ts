import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyListener } from '../../../src/cli/host.ts';
import { Sim } from '../../support/sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await Sim.create({ isTerminal: true });
  await sim.ok('run', 'idle', '--image=busybox', '--', 'sleep', '36000');
  await sim.ok('run', 'open', '--image=busybox', '-it', '--attach=false', '--', 'sh');
  await sim.ok('wait', '--for=condition=Ready', 'pod/idle', 'pod/open');
});
afterAll(() => sim.remove());

/** What a command came to whose user types text after text, as the terminal shows it. */
async function typed(argv: readonly string[], texts: readonly string[]) {
  let listener: KeyListener | undefined;
  let told = '';
  const left = [...texts];
  sim.keyboard = {
    listen: (to, heard) => {
      told = to;
      listener = heard;
      return () => {
        listener = undefined;
      };
    },
  };
  sim.sleep = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    if (listener === undefined) return;
    const next = left.shift();
    if (next === undefined) throw new Error('nothing is left to type');
    if (next === '') listener.close();
    else listener.hear(Buffer.from(next));
  };
  const answer = await sim.run(argv);
  return { ...answer, told };
}

describe('at a terminal', () => {
  test('exec -it is a session: what one command does the next one finds', async () => {
    const keys = ['cd /tmp; X=5\r', 'pwd; echo $X\r', 'nope\r', 'exit 3\r'];
    expect(await typed(['exec', '-it', 'idle', '--hints=never', '--', 'sh'], keys)).toEqual({
      told: 'keys',
      exit: 3,
      out: '/ # cd /tmp; X=5\n/tmp # pwd; echo $X\n/tmp\n5\n/tmp # nope\nsh: nope: not found\n/tmp # exit 3\n',
      err: 'command terminated with exit code 3\n',
    });
  });

  test('exec -i hears lines, and keeps both streams apart', async () => {
    const lines = ['echo a\n', 'echo b >&2\n', ''];
    expect(await typed(['exec', '-i', 'idle', '--hints=never', '--', 'sh'], lines)).toEqual({
      told: 'lines',
      exit: 0,
      out: 'a\n',
      err: 'b\n',
    });
  });

  test('exec alone hears nothing', async () => {
    expect(await typed(['exec', 'idle', '--hints=never', '--', 'cat'], [])).toMatchObject({
      told: '',
      exit: 0,
    });
  });

  test('attach -it says how to come back', async () => {
    expect(await typed(['attach', 'open', '-it', '--hints=never'], ['pwd\r', 'exit\r'])).toEqual({
      told: 'keys',
      exit: 0,
      out: "/ # pwd\n/\n/ # exit\nSession ended, resume using 'kubectl attach open -c open -i -t' command when the pod is running\n",
      err: "If you don't see a command prompt, try pressing enter.\n",
    });
  });

  test('run -it --rm ends as its pod did', async () => {
    const argv = [
      'run',
      'once',
      '-it',
      '--rm',
      '--restart=Never',
      '--image=busybox',
      '--hints=never',
      '--',
      'sh',
    ];
    expect(await typed(argv, ['echo hi\r', 'exit 4\r'])).toEqual({
      told: 'keys',
      exit: 4,
      out: '/ # echo hi\nhi\n/ # exit 4\npod "once" deleted\n',
      err: "If you don't see a command prompt, try pressing enter.\npod default/once terminated (Error)\n",
    });
  });
});

test('attach shows what is printed from now on, and keeps both streams apart', async () => {
  const looking = await Sim.create({ pace: 'realtime', kubelet: 'fast' });
  const script = 'while sleep 10; do echo out; echo err >&2; done';
  await looking.ok('run', 'talker', '--image=busybox', '--', 'sh', '-c', script);
  looking.wall += 104_000;
  let looks = 0;
  looking.sleep = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    looking.wall += 5_000;
    if (++looks === 5) throw new Error('that is enough');
  };
  const { out, err } = await looking.run(['attach', 'talker']);
  looking.remove();
  expect([out, err]).toEqual([
    'out\nout\n',
    "If you don't see a command prompt, try pressing enter.\nerr\nerr\nerror: that is enough\n",
  ]);
});
