import { type FieldError, invalid } from '../../machinery/field-path.ts';
import { type Fields, isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { ScalePaths } from '../apiextensions/customresourcedefinition/types.ts';
import type { ScaleFace } from '../kind.ts';

const INT32_MOST = 2 ** 31 - 1;

const stepsOf = (path: string): readonly string[] => path.replace(/^\./, '').split('.');

function read(object: unknown, path: string): unknown {
  return stepsOf(path).reduce((value: unknown, step) => (isFields(value) ? value[step] : undefined), object);
}

function write(value: unknown, [step = '', ...rest]: readonly string[], leaf: unknown): Fields {
  const fields = isFields(value) ? value : {};
  return { ...fields, [step]: rest.length === 0 ? leaf : write(fields[step], rest, leaf) };
}

const numberOr0 = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The scale sub-resource of custom objects, which is where their definition says. */
export function customScale(paths: ScalePaths): ScaleFace<KubeObject> {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = paths;
  return {
    replicas: (object) => numberOr0(read(object, specReplicasPath)),
    withReplicas: (object, replicas) => {
      const next: unknown = write(object, stepsOf(specReplicasPath), replicas);
      return next as KubeObject;
    },
    statusReplicas: (object) => numberOr0(read(object, statusReplicasPath)),
    selector: (object) => {
      const selector = labelSelectorPath === undefined ? '' : read(object, labelSelectorPath);
      return typeof selector === 'string' ? selector : '';
    },
  };
}

/** ValidateScaleSpec and ValidateScaleStatus. */
export function validateScale(paths: ScalePaths, object: KubeObject): readonly FieldError[] {
  return [...replicaFaults(paths.specReplicasPath, object), ...validateScaleStatus(paths, object)];
}

export function validateScaleStatus(paths: ScalePaths, object: KubeObject): readonly FieldError[] {
  return replicaFaults(paths.statusReplicasPath, object);
}

function replicaFaults(path: string, object: KubeObject): readonly FieldError[] {
  const replicas = read(object, path);
  if (replicas === undefined) return [];
  if (typeof replicas !== 'number') {
    const why = `${path} accessor error: ${JSON.stringify(replicas)} is of the type ${typeof replicas}, expected int64`;
    return [invalid(path, 0, why)];
  }
  if (replicas < 0) return [invalid(path, replicas, 'should be a non-negative integer')];
  if (replicas <= INT32_MOST) return [];
  return [invalid(path, replicas, `should be less than or equal to ${INT32_MOST}`)];
}
