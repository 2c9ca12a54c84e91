import { isFields } from '../../machinery/json.ts';
import type { AnyObject } from '../resources/object.ts';
import { groupKind } from './group-kind.ts';

// Where the objects kubectl can change the pods of keep their pod spec.

type Path = readonly string[];
const OWN: Path = ['spec'];
const TEMPLATE: Path = ['spec', 'template', 'spec'];
const JOB_TEMPLATE: Path = ['spec', 'jobTemplate', 'spec', 'template', 'spec'];

const PATHS: Readonly<Record<string, Path>> = {
  Pod: OWN,
  ReplicationController: TEMPLATE,
  'Deployment.apps': TEMPLATE,
  'DaemonSet.apps': TEMPLATE,
  'ReplicaSet.apps': TEMPLATE,
  'StatefulSet.apps': TEMPLATE,
  'Job.batch': TEMPLATE,
  'CronJob.batch': JOB_TEMPLATE,
};

/** Where the object's pod spec is; throws what kubectl says of an object that has none. */
export function podSpecPath(object: AnyObject): Path {
  const path = PATHS[groupKind(object)];
  if (path !== undefined) return path;
  const { apiVersion, kind } = object;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  throw new Error(`the object is not a pod or does not have a pod template: *${version}.${kind}`);
}

/** The object with another value at the end of a path. */
export function withValueAt(object: AnyObject, [name = '', ...rest]: Path, value: unknown): AnyObject {
  return { ...object, [name]: inside(object[name], rest, value) };
}

function inside(before: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const fields = isFields(before) ? before : {};
  return { ...fields, [name]: inside(fields[name], rest, value) };
}
