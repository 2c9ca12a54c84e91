import { timeOf } from '../../../machinery/instant.ts';
import { defineCommand } from '../../command.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { valueAt } from '../../resources/object.ts';
import { completePatching, patchingFlags, runPatching } from './patching.ts';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** `kubectl rollout restart`: K-8. */
export const restart = defineCommand({
  name: 'restart',
  usage: 'restart RESOURCE',
  short: 'Restart a resource',
  long: 'Restart a resource: its pods are replaced as in any other rollout.',
  examples: [
    '# All deployments of a namespace',
    'kubectl rollout restart deployment -n test',
    '',
    '# One daemon set',
    'kubectl rollout restart daemonset/agent',
  ],
  flags: patchingFlags('restart'),
  complete: completePatching,
  run: (options, context) =>
    runPatching(options, context, 'restarted', ({ mapping, name }, object) => {
      const face = rolloutFaceOf(mapping.kind, mapping.group);
      if (face === undefined) return { refused: 'restarting is not supported' };
      if (face.pausable && valueAt(object, 'spec', 'paused') === true) {
        return { refused: "can't restart paused deployment (run rollout resume first)" };
      }
      const now = timeOf(context.transport.now());
      if (valueAt(object, 'spec', 'template', 'metadata', 'annotations', RESTARTED_AT) === now) {
        return {
          failed: `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
        };
      }
      return { patch: { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: now } } } } } };
    }),
});
