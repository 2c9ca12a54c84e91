import { isFields } from '../../../machinery/json.ts';
import { CommandError, type Context, UsageError } from '../../command.ts';
import { text } from '../../flags.ts';
import { select } from '../../resources/builder.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import { newContainer, newTemplate } from './containers.ts';
import { defineGenerator, type Naming, newMetadata, newObject } from './generator.ts';

/** `kubectl create job`. */
export const createJob = defineGenerator({
  name: 'job',
  usage: 'job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  examples: [
    'kubectl create job once --image=busybox -- date',
    'kubectl create job by-hand --from=cronjob/nightly',
  ],
  flags: {
    from: text('from', { help: 'The cron job to take the job from: cronjob/NAME.' }),
    image: text('image', { help: 'The image to run.' }),
  },
  complete: ({ from, image }, _name, command) => {
    if ((image === '') === (from === '')) throw new UsageError('either --image or --from must be specified');
    if (command.length > 0 && from !== '') throw new UsageError('cannot specify --from and command');
    return { from, image, command };
  },
  generate: async ({ from, image, command }, naming, context) => {
    if (from !== '') return fromCronJob(await source(from, context), naming);
    const containers = [newContainer(naming.name, image, command)];
    return newObject('batch/v1', 'Job', {
      metadata: newMetadata(naming),
      spec: { template: newTemplate({ containers, restartPolicy: 'Never' }) },
      status: {},
    });
  },
  failure: () => 'failed to create job:',
});

async function source(from: string, context: Context): Promise<AnyObject> {
  const { infos, error } = await (await select(context, { args: [from] })).infos();
  if (error !== undefined) throw error;
  const [info] = infos;
  if (infos.length !== 1 || info?.object === undefined)
    throw new CommandError('from must be an existing cronjob');
  const { group, version, kind } = info.mapping;
  if (!isFields(valueAt(info.object, 'spec', 'jobTemplate'))) {
    const goPackage = group === '' ? 'v1' : version;
    throw new CommandError(`unknown object type *${goPackage}.${kind}`);
  }
  return info.object;
}

function fromCronJob(cronJob: AnyObject, naming: Naming): AnyObject {
  const metadata = newMetadata(naming, {
    labels: stringsAt(cronJob, 'labels'),
    annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...stringsAt(cronJob, 'annotations') },
  });
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: cronJob.metadata.name,
    uid: cronJob.metadata.uid,
    controller: true,
  };
  return newObject('batch/v1', 'Job', {
    metadata: { ...metadata, ownerReferences: [owner] },
    spec: valueAt(cronJob, 'spec', 'jobTemplate', 'spec'),
    status: {},
  });
}

function stringsAt(cronJob: AnyObject, field: string): Readonly<Record<string, string>> {
  const found = valueAt(cronJob, 'spec', 'jobTemplate', 'metadata', field);
  return isFields(found) ? (found as Readonly<Record<string, string>>) : {};
}
