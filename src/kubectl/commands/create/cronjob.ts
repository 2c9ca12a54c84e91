import { text } from '../../flags.ts';
import { newContainer, newTemplate } from './containers.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

/** `kubectl create cronjob`. */
export const createCronJob = defineGenerator({
  name: 'cronjob',
  aliases: ['cj'],
  usage: "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  short: 'Create a cron job with the specified name',
  examples: [`kubectl create cronjob hello --image=busybox --schedule="*/5 * * * *" -- date`],
  flags: {
    image: text('image', { required: true, help: 'The image to run.' }),
    restart: text('restart', {
      help: "The pods' restart policy: OnFailure (unless told otherwise) or Never.",
    }),
    schedule: text('schedule', { required: true, help: 'When to run, in the format of cron.' }),
  },
  complete: ({ image, restart, schedule }, _name, command) => ({
    image,
    schedule,
    command,
    restart: restart === '' ? 'OnFailure' : restart,
  }),
  generate: ({ image, schedule, command, restart }, naming) => {
    const containers = [newContainer(naming.name, image, command)];
    return newObject('batch/v1', 'CronJob', {
      metadata: newMetadata(naming),
      spec: {
        schedule,
        jobTemplate: {
          metadata: newMetadata({ name: naming.name, namespace: undefined }),
          spec: { template: newTemplate({ containers, restartPolicy: restart }) },
        },
      },
      status: {},
    });
  },
  failure: () => 'failed to create cronjob:',
});
