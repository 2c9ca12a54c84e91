import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hintFor } from '../../../../src/cli/hints/index.ts';
import { Sim } from '../../../support/sim.ts';

const told = (line: string, out: string, err = '') => ({
  words: line.split(' '),
  out,
  err,
  exit: err === '' ? 0 : 1,
  pace: 'realtime' as const,
  made: undefined,
});

describe('what is hinted at', () => {
  test.each([
    [
      'get pods',
      'NAME   READY   STATUS             RESTARTS      AGE\na      1/1     Running            0             1s\nb      0/1     CrashLoopBackOff   3 (10s ago)   1s\n',
      'b ends and is started again, see what it said: sim logs b --previous',
    ],
    [
      'get pods',
      'NAMESPACE   NAME   READY   STATUS              RESTARTS   AGE\nshop        b      0/1     Init:ErrImagePull   0          1s\n',
      'b: its image cannot be pulled, see why: sim describe pod b -n shop',
    ],
    [
      'get all',
      'NAME        READY   STATUS    RESTARTS   AGE\npod/web-0   0/1     Pending   0          1s\n\nNAME   TYPE   CLUSTER-IP\n',
      'web-0 has no node yet, see whether it fits one: sim describe pod web-0',
    ],
    [
      'get pvc',
      'NAME   STATUS    VOLUME   CAPACITY\ndata   Pending            \n',
      'data has no volume yet, see why: sim describe pvc data',
    ],
    [
      'get svc',
      'NAME   TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE\nweb    LoadBalancer   10.96.0.9    <pending>     80/TCP    1s\n',
      'web waits for an address, which a cloud would give: sim cluster cloud on',
    ],
    [
      'get pods',
      'NAME   READY   STATUS    RESTARTS   AGE\na      1/1     Running   0          1s\n',
      undefined,
    ],
    ['get pods', 'NAME\n', undefined],
    ['get pods', '', undefined],
    [
      'set image deployment/web a=b',
      'deployment.apps/web image updated\n',
      'follow it to its end: sim rollout status deployment/web',
    ],
  ])('%s: %j', (line, out, hint) => {
    expect(hintFor(told(line, out))).toBe(hint);
  });

  test('the first use tells where the cluster is', () => {
    expect(hintFor({ ...told('get pods', ''), made: '/home/me/.sim/cluster.json' })).toBe(
      'a cluster with three nodes was made in /home/me/.sim/cluster.json, look at it: sim get nodes',
    );
  });
});

describe('when it is told', () => {
  let sim: Sim;
  beforeEach(async () => {
    sim = await Sim.create({ isTerminal: true });
  });
  afterEach(() => sim.remove());

  test('at a terminal, on stderr, after the answer', async () => {
    expect(await sim.run(['create', 'configmap', 'a'])).toEqual({
      exit: 0,
      out: 'configmap/a created\n',
      err: 'hint: time stands still at pace manual, let it pass: sim clock advance --until=settled\n',
    });
  });

  test('not where --hints=never says so', async () => {
    const { err } = await sim.run(['create', 'configmap', 'a', '--hints=never']);
    expect(err).toBe('');
  });
});
