import { defineCommand } from '../../command.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { valueAt } from '../../resources/object.ts';
import { completePatching, patchingFlags, runPatching } from './patching.ts';

/** `kubectl rollout pause`: K-7. */
export const pause = defineCommand({
  name: 'pause',
  usage: 'pause RESOURCE',
  short: 'Mark the provided resource as paused',
  long: 'Mark the resource as paused: its controller leaves it alone until "kubectl rollout resume". Deployments can be paused.',
  examples: ['# Changes to the deployment take no effect for now', 'kubectl rollout pause deployment/web'],
  flags: patchingFlags('pause'),
  complete: completePatching,
  run: (options, context) =>
    runPatching(options, context, 'paused', ({ mapping }, object) => {
      const face = rolloutFaceOf(mapping.kind, mapping.group);
      if (face?.pausable !== true) return { refused: 'pausing is not supported' };
      if (valueAt(object, 'spec', 'paused') === true) return { refused: 'is already paused' };
      return { patch: { spec: { paused: true } } };
    }),
});
