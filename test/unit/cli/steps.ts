import * as fc from 'fast-check';

const name = fc.constantFrom('a', 'b');
const worker = fc.constantFrom('worker-1', 'worker-2');

/** What changes a cluster. */
const change = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(name, fc.integer({ min: 1, max: 4 }))
      .map(([app, count]) => `create deployment ${app} --image=nginx --replicas=${count}`),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(name, fc.integer({ min: 0, max: 5 }))
      .map(([app, count]) => `scale deployment ${app} --replicas=${count}`),
  },
  name.map((app) => `set image deployment/${app} nginx=nginx:1.27`),
  name.map((app) => `set image deployment/${app} nginx=nginx:missing`),
  name.map((app) => `rollout undo deployment/${app}`),
  name.map((app) => `delete deployment ${app} --wait=false`),
  worker.map((node) => `node stop ${node}`),
  worker.map((node) => `node start ${node}`),
  worker.map((node) => `cordon ${node}`),
  worker.map((node) => `uncordon ${node}`),
);

/** What only looks. */
const look = fc.constantFrom(
  'get pods',
  'get all -A -o yaml',
  'describe nodes',
  'get events',
  'tree deployment a',
  'node list',
  'clock',
  'rollout history deployment/b',
);

export interface Step {
  readonly command: string;
  /** How much time passes before it, in milliseconds. */
  readonly pause: number;
  readonly looks: readonly { readonly command: string; readonly share: number }[];
}

const step: fc.Arbitrary<Step> = fc.record({
  command: change,
  pause: fc.constantFrom(0, 1, 700, 3000, 20_000, 61_000, 400_000),
  looks: fc.array(fc.record({ command: look, share: fc.constantFrom(0, 0.1, 0.5, 0.9) }), { maxLength: 3 }),
});

/** What somebody does to a cluster, and where somebody else looks. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 6 });
