import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  notFoundField,
  required,
} from '../../../machinery/field-path.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../core/pod/types.ts';
import { type Faults, inEach, label, NONE, oneOf, optionalOneOf, requiredText, together } from '../rules.ts';
import { validateContainerSecurity } from '../security/validation.ts';
import { validateEnv, validateEnvFrom } from './env-validation.ts';
import { type Volumes, validateDevices, validateMounts } from './mount-validation.ts';
import { validateHostPorts, validatePorts } from './port-validation.ts';
import { validateHandlers } from './probe-validation.ts';
import { validateResizePolicy, validateResources } from './resource-validation.ts';

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/** validateContainers: those that make the pod. */
export function validateContainers(spec: PodSpec, volumes: Volumes, field: string): Faults {
  const containers: PodSpec['containers'] | null | undefined = spec.containers;
  if (!containers?.length) return [required(field)];
  const names = new Set<string>();
  return together(
    inEach(containers, field, (container, path) =>
      together(
        validateCommon(container, spec, volumes, path),
        uniqueName(container.name ?? '', names, path),
        validateHandlers(container, spec.terminationGracePeriodSeconds, path),
        container.restartPolicy === undefined
          ? NONE
          : [forbidden(`${path}.restartPolicy`, 'may not be set for non-init containers')],
      ),
    ),
    validateHostPorts(containers, field),
  );
}

/** validateInitContainers: those that run first, and sidecars. */
export function validateInitContainers(spec: PodSpec, volumes: Volumes, field: string): Faults {
  if (spec.initContainers === undefined) return NONE;
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  return inEach(spec.initContainers, field, (container, path) =>
    together(
      validateCommon(container, spec, volumes, path),
      optionalOneOf(container.restartPolicy, ['Always'], `${path}.restartPolicy`),
      container.name ? uniqueName(container.name, names, path) : NONE,
      validateHostPorts([container], field),
      container.restartPolicy === 'Always'
        ? validateHandlers(container, spec.terminationGracePeriodSeconds, path)
        : withoutHandlers(container, path),
    ),
  );
}

function withoutHandlers(container: Container, field: string): Faults {
  const faults: FieldError[] = [];
  for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[name] === undefined) continue;
    faults.push(
      forbidden(`${field}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
    );
  }
  return faults;
}

/** What an ephemeral container may not have, in the order of the fields. */
const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;
const NOT_SET = 'cannot be set for an Ephemeral Container';

/** validateEphemeralContainers. */
export function validateEphemeralContainers(spec: PodSpec, volumes: Volumes, field: string): Faults {
  if (spec.ephemeralContainers === undefined) return NONE;
  const others = new Set(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name),
  );
  const names = new Set(others);
  return inEach(spec.ephemeralContainers, field, (container, path) =>
    together(
      validateCommon(container, spec, volumes, path),
      validateImageSpace(container, path),
      uniqueName(container.name ?? '', names, path),
      validateTarget(container, others, path),
      NOT_EPHEMERAL.filter((name) => isSet(container[name])).map((name) =>
        forbidden(`${path}.${name}`, NOT_SET),
      ),
      inEach(container.volumeMounts, `${path}.volumeMounts`, ({ subPath, subPathExpr }, at) =>
        together(
          subPath ? [forbidden(`${at}.subPath`, NOT_SET)] : NONE,
          subPathExpr ? [forbidden(`${at}.subPathExpr`, NOT_SET)] : NONE,
        ),
      ),
    ),
  );
}

const isSet = (value: object | string | undefined): boolean =>
  value !== undefined && (typeof value === 'string' || Object.keys(value).length > 0);

function validateTarget(
  { targetContainerName }: EphemeralContainer,
  names: ReadonlySet<string>,
  field: string,
): Faults {
  if (!targetContainerName || names.has(targetContainerName)) return NONE;
  return [notFoundField(`${field}.targetContainerName`, targetContainerName)];
}

function uniqueName(name: string, names: Set<string>, field: string): Faults {
  if (names.has(name)) return [duplicate(`${field}.name`, name)];
  names.add(name);
  return NONE;
}

/** validateContainerCommon. */
function validateCommon(container: Container, spec: PodSpec, volumes: Volumes, field: string): Faults {
  const { name, image, terminationMessagePolicy, imagePullPolicy } = container;
  return together(
    name ? label(name, `${field}.name`) : [required(`${field}.name`)],
    requiredText(image, `${field}.image`),
    oneOf(terminationMessagePolicy, MESSAGE_POLICIES, `${field}.terminationMessagePolicy`),
    validatePorts(container.ports, `${field}.ports`),
    validateEnv(container.env, `${field}.env`),
    validateEnvFrom(container.envFrom, `${field}.envFrom`),
    validateMounts(container, volumes, `${field}.volumeMounts`),
    validateDevices(container, volumes, `${field}.volumeDevices`),
    oneOf(imagePullPolicy, PULL_POLICIES, `${field}.imagePullPolicy`),
    validateResources(container.resources, `${field}.resources`),
    validateResizePolicy(container.resizePolicy, spec.restartPolicy, `${field}.resizePolicy`),
    validateContainerSecurity(
      container.securityContext,
      spec.hostUsers !== false,
      `${field}.securityContext`,
    ),
  );
}

/** validateContainerOnlyForPod: old templates may have blanks around an image's name, pods may not. */
export function validateImageSpace({ image = '' }: Container, field: string): Faults {
  if (image.trim() === image) return NONE;
  return [invalid(`${field}.image`, image, 'must not have leading or trailing whitespace')];
}
