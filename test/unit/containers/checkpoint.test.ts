import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instance, instancesOf } from '../../../src/containers/instance.ts';
import { forecast } from '../../../src/containers/kept-forecasts.ts';
import { type Shelf, shelfAtHand } from '../../../src/containers/kept-scenes.ts';
import { createContainerRuntime } from '../../../src/containers/runtime.ts';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { Service } from '../../../src/kinds/core/service/kind.ts';
import { after, type Instant, seconds } from '../../../src/machinery/instant.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const LOOP = 'i=0; while true; do i=$((i + 1)); echo "$i $RANDOM $(date +%s)"; sleep 1; done';
const ref = { namespace: 'default', name: 'one' };

const ASKING =
  'while true; do wget -q -T 1 -O- http://db 2>&1 | head -n 2; nslookup db 2>&1 | tail -n 2; nc -z -w 1 db 81; echo $?; sleep 1; done';

/** A cluster with a pod that runs the script, and the shelf that processes leave their work on. */
class Stage {
  readonly world = new WholeCluster();
  readonly shelf = new Map<string, Uint8Array>();

  constructor(script: string, spec: object = {}, container: object = {}) {
    this.world.create(
      {
        kind: ConfigMap,
        metadata: { namespace: 'default', name: 'conf' },
        data: { key: 'first' },
      } as never,
      {
        kind: PersistentVolumeClaim,
        metadata: { namespace: 'default', name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      } as never,
    );
    this.pod('one', script, spec, container);
    this.world.pass(10);
  }

  pod(name: string, script: string, spec: object = {}, container: object = {}): void {
    const main = { name: 'c', image: 'busybox', command: ['sh', '-c', script], ...container };
    this.world.create({
      kind: Pod,
      metadata: { name, namespace: 'default', labels: { app: 'one' } },
      spec: { containers: [main], ...spec },
    } as never);
  }

  /** The log as a process of its own tells it. */
  log(now: Instant = this.world.now, shelf: Stage['shelf'] | undefined = this.shelf): string {
    const { memory } = this.world.cluster.store;
    const rows = { get: (key: string) => memory.get(`kubelet/${key}`), set: () => {} };
    const kept =
      shelf === undefined
        ? undefined
        : {
            get: (key: string) => shelf.get(key),
            put: (key: string, bytes: Uint8Array) => void shelf.set(key, bytes),
          };
    const runtime = createContainerRuntime({ reader: this.world.client, rows, shelf: kept });
    const pod = this.world.client.get(Pod, ref);
    return (runtime.log(pod, 'c', 'current', now) ?? []).map(({ at, text }) => `${at} ${text}`).join('');
  }

  /** The same, from the beginning. */
  plain(now: Instant = this.world.now): string {
    return this.log(now, undefined);
  }

  exec(...command: readonly string[]): void {
    this.world.cluster.api.handle({
      method: 'POST',
      path: '/api/v1/namespaces/default/pods/one/exec',
      query: {},
      accept: 'json',
      body: { container: 'c', command },
    });
  }

  /** Writes something else where a word of the log is kept: whoever shows that has read it there. */
  forge(word: string, other: string): void {
    for (const [key, bytes] of this.shelf)
      this.shelf.set(
        key,
        Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(word, other), 'latin1'),
      );
  }
}

describe('what was kept', () => {
  test('is read, and only what came since is run', () => {
    const stage = new Stage(`echo beg''un; ${LOOP}`);
    stage.world.pass(600);
    stage.log();
    stage.forge('begun', 'BEGUN');
    stage.world.pass(7);
    expect(stage.log()).toBe(stage.plain().replace('begun', 'BEGUN'));
  });

  test('is small', () => {
    const stage = new Stage(LOOP);
    stage.world.pass(3600);
    stage.log();
    const [bytes] = stage.shelf.values();
    expect([(bytes?.length ?? 0) > 1000, (bytes?.length ?? 0) < 200_000]).toEqual([true, true]);
  });

  test('is not there for what is played at once', () => {
    const stage = new Stage('echo one; sleep 1000');
    stage.log();
    expect(stage.shelf.size).toBe(0);
  });

  test('of what asked others is read while they would say the same', () => {
    const stage = new Stage(`echo beg''un; ${ASKING}`);
    stage.world.pass(600);
    stage.log();
    stage.forge('begun', 'BEGUN');
    stage.world.pass(7);
    expect(stage.log()).toBe(stage.plain().replace('begun', 'BEGUN'));
  });
});

const SCRIPTS: readonly (readonly [name: string, script: string])[] = [
  ['a loop', LOOP],
  [
    'several processes',
    `(while true; do echo b; sleep 0.7; done) & while true; do date; sleep 1; done | while read x; do echo "<$x>"; done`,
  ],
  [
    'traps and functions',
    `trap 'echo bye' TERM; f() { local n=$1; sleep 0.5; echo $n; }; while true; do f $((n = n + 1)); done`,
  ],
  ['files', `while true; do date >> /tmp/f; tail -n 2 /tmp/f; wc -l < /tmp/f; sleep 1; done`],
  ['a line without an end', `while true; do printf .; sleep 0.3; done`],
];

test.each(SCRIPTS)(
  '%s: at whatever moments it is asked for, it says what it would have said without',
  (_, script) => {
    const stage = new Stage(script);
    const start = stage.world.now;
    stage.world.pass(200);
    const moments = fc.array(fc.nat(200_000), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(moments, (all) => {
        stage.shelf.clear();
        // In any order: a later one may be asked for before an earlier one.
        for (const moment of all) {
          const now = after(start, seconds(moment / 1000));
          expect(stage.log(now)).toBe(stage.plain(now));
        }
      }),
      { numRuns: 3 },
    );
  },
);

const READING = 'while true; do echo "$(cat /conf/key /tmp/told 2>/dev/null) $A $B"; sleep 1; done';
const CONFIGURED = { volumes: [{ name: 'conf', configMap: { name: 'conf' } }] };
const MOUNTED = {
  volumeMounts: [{ name: 'conf', mountPath: '/conf' }],
  env: [
    { name: 'A', valueFrom: { configMapKeyRef: { name: 'conf', key: 'key' } } },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
  ],
};

type Change = (stage: Stage) => void;

const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  ['nothing', () => {}],
  ['a command that changes files', (stage) => stage.exec('sh', '-c', 'echo told > /tmp/told')],
  ['a command that changes nothing', (stage) => stage.exec('cat', '/conf/key')],
  [
    'a ConfigMap',
    ({ world }) => {
      const conf = world.client.get(ConfigMap, { namespace: 'default', name: 'conf' });
      world.client.update(ConfigMap, { ...conf, data: { key: 'second' } });
    },
  ],
  [
    'a label',
    ({ world }) => {
      const pod = world.client.get(Pod, ref);
      world.client.update(Pod, { ...pod, metadata: { ...pod.metadata, labels: { app: 'two' } } });
    },
  ],
  [
    'a Service',
    ({ world }) =>
      world.create({
        kind: Service,
        metadata: { namespace: 'default', name: `db-${world.now}` },
        spec: { ports: [{ port: 80 }] },
      } as never),
  ],
  [
    'a pod of the same name',
    (stage) => {
      stage.world.client.delete(Pod, ref);
      stage.world.pass(40);
      stage.pod('one', READING, CONFIGURED, { ...MOUNTED, name: 'c' });
      stage.world.pass(10);
    },
  ],
];

describe('what a run is going to do', () => {
  const instance = (stage: Stage) => instancesOf(stage.world.client.get(Pod, ref))[0] as Instance;
  const foretold = (stage: Stage, shelf: Shelf | undefined) => {
    const { client, cluster, now } = stage.world;
    const rows = { get: (key: string) => cluster.store.memory.get(`kubelet/${key}`), set: () => {} };
    return forecast(instance(stage), { reader: client, rows, shelf }, now);
  };

  test.each([
    ['ends', 'for i in $(seq 300); do date > /tmp/f; sleep 1; done; exit 4'],
    ['never ends', LOOP],
    ['asks others', `nslookup nobody; ${LOOP}`],
    ['is over at once', 'exit 2'],
  ])('%s: is foretold alike by who finds it kept', (_, script) => {
    const stage = new Stage(script);
    const shelf = shelfAtHand();
    const plain = foretold(stage, undefined);
    expect([foretold(stage, shelf), foretold(stage, shelf)]).toEqual([plain, plain]);
  });

  test('is foretold anew when it begins with something else', () => {
    const stage = new Stage(READING, CONFIGURED, MOUNTED);
    const shelf = shelfAtHand();
    foretold(stage, shelf);
    const { world } = stage;
    const pod = world.client.get(Pod, ref);
    world.client.update(Pod, { ...pod, metadata: { ...pod.metadata, labels: { app: 'two' } } });
    expect(foretold(stage, shelf)).toEqual(foretold(stage, undefined));
  });
});

describe('a shelf at hand', () => {
  const found = (shelf: Shelf, ...keys: readonly string[]) => keys.map((key) => shelf.get(key)?.length);

  test('gives others what is new on it when it has time, and finds what they left', () => {
    const below = shelfAtHand();
    const [one, other] = [shelfAtHand(below), shelfAtHand(below)];
    one.put('a', new Uint8Array(3));
    expect([found(one, 'a'), found(other, 'a')]).toEqual([[3], [undefined]]);
    one.flush();
    expect(found(other, 'a')).toEqual([3]);
  });

  test('forgets the oldest', () => {
    const shelf = shelfAtHand();
    for (const key of ['a', 'b', 'c']) shelf.put(key, new Uint8Array(15 << 20));
    expect(found(shelf, 'a', 'b', 'c')).toEqual([undefined, 15 << 20, 15 << 20]);
  });
});

describe('after a change of', () => {
  test.each(CHANGES)('%s the log is what it would be without', (_, change) => {
    const stage = new Stage(READING, CONFIGURED, MOUNTED);
    for (const length of [200, 5, 70, 200]) {
      stage.world.pass(length);
      expect(stage.log()).toBe(stage.plain());
      change(stage);
      expect(stage.log()).toBe(stage.plain());
    }
  });

  test('whom it asks the log is what it would be without', () => {
    const stage = new Stage(ASKING);
    const { world } = stage;
    const service = {
      kind: Service,
      metadata: { namespace: 'default', name: 'db' },
      spec: { selector: { app: 'db' }, ports: [{ port: 80 }] },
    };
    const changes: readonly (() => void)[] = [
      () => world.create(service as never),
      () =>
        world.create({
          kind: Pod,
          metadata: { namespace: 'default', name: 'db', labels: { app: 'db' } },
          spec: { containers: [{ name: 'web', image: 'nginx' }] },
        } as never),
      () => {},
      () => world.client.delete(Pod, { namespace: 'default', name: 'db' }),
      () => world.client.delete(Service, { namespace: 'default', name: 'db' }),
      () => world.create(service as never),
    ];
    for (const change of changes) {
      for (const length of [1, 60]) {
        world.pass(length);
        expect(stage.log()).toBe(stage.plain());
      }
      change();
      expect(stage.log()).toBe(stage.plain());
    }
  });

  test('who shares a volume the log is what it would be without', () => {
    const claim = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
    const mount = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const counting =
      'while true; do n=$(cat /data/n || echo 0); echo $((n + 1)) | tee /data/n; sleep 1; done';
    const stage = new Stage(counting, claim, mount);
    stage.world.pass(300);
    expect(stage.log()).toBe(stage.plain());
    stage.pod('two', counting, claim, mount);
    for (const length of [3, 300, 4]) {
      stage.world.pass(length);
      expect(stage.log()).toBe(stage.plain());
    }
    stage.world.client.delete(Pod, { namespace: 'default', name: 'two' });
    stage.world.pass(100);
    expect(stage.log()).toBe(stage.plain());
  });

  test('the run: one that ended, and the one that follows', () => {
    const stage = new Stage('for i in $(seq 400); do echo $i $(date +%s); sleep 1; done; exit 3');
    for (let look = 0; look < 8; look++) {
      stage.world.pass(170);
      expect(stage.log()).toBe(stage.plain());
    }
  });
});
