import { defineCommand } from '../../command.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { valueAt } from '../../resources/object.ts';
import { completePatching, patchingFlags, runPatching } from './patching.ts';

/** `kubectl rollout resume`: K-7. */
export const resume = defineCommand({
  name: 'resume',
  usage: 'resume RESOURCE',
  short: 'Resume a paused resource',
  long: 'Resume a paused resource: its controller takes care of it again. Deployments can be resumed.',
  examples: ['# What has changed meanwhile is rolled out', 'kubectl rollout resume deployment/web'],
  flags: patchingFlags('resume'),
  complete: completePatching,
  run: (options, context) =>
    runPatching(options, context, 'resumed', ({ mapping }, object) => {
      const face = rolloutFaceOf(mapping.kind, mapping.group);
      if (face?.pausable !== true) return { refused: 'resuming is not supported' };
      if (valueAt(object, 'spec', 'paused') !== true) return { refused: 'is not paused' };
      return { patch: { spec: { paused: null } } };
    }),
});
