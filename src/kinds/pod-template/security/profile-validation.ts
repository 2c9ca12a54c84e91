import {
  forbidden,
  invalid,
  invalidShown,
  required,
  tooLong,
  unsupported,
} from '../../../machinery/field-path.ts';
import type { PodSpec, SecurityProfile } from '../../core/pod/types.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { everyContainer } from '../containers/every-container.ts';
import { type Faults, NONE, together } from '../rules.ts';
import { descending } from '../volumes/paths.ts';

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
/** PATH_MAX - 1. */
const PATH_MOST = 4095;

/** validateSeccompProfileField. */
export function validateSeccomp(profile: SecurityProfile | undefined, field: string): Faults {
  if (profile === undefined) return NONE;
  const { type, localhostProfile } = profile;
  return together(
    validateType(type, 'seccompProfile', `${field}.type`),
    seccompFile(type, localhostProfile, field, profile),
  );
}

function validateType(type: string, name: string, field: string): Faults {
  if (type === '') return [required(field, `type is required when ${name} is set`)];
  return TYPES.includes(type) ? NONE : [unsupported(field, type, TYPES)];
}

function seccompFile(
  type: string,
  file: string | undefined,
  field: string,
  profile: SecurityProfile,
): Faults {
  const path = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    if (file === undefined) return [required(path, 'must be set when seccomp type is Localhost')];
    return descending(file, path);
  }
  if (file === undefined) return NONE;
  const shown = goDumpInternal('core/v1.SeccompProfile', profile);
  return [invalidShown(path, shown, 'can only be set when seccomp type is Localhost')];
}

/** ValidateAppArmorProfileField. */
export function validateAppArmor(profile: SecurityProfile | undefined, field: string): Faults {
  if (profile === undefined) return NONE;
  const path = `${field}.localhostProfile`;
  const { type, localhostProfile: file } = profile;
  if (type === 'Localhost') return appArmorFile(file, path);
  if (type !== 'RuntimeDefault' && type !== 'Unconfined')
    return validateType(type, 'appArmorProfile', `${field}.type`);
  return file === undefined ? NONE : [invalid(path, file, 'can only be set when AppArmor type is Localhost')];
}

function appArmorFile(file: string | undefined, field: string): Faults {
  const mustBeSet = [required(field, 'must be set when AppArmor type is Localhost')];
  if (file === undefined) return mustBeSet;
  let faults: Faults = NONE;
  if (file.trim() !== file) faults = [invalid(field, file, 'must not be padded with whitespace')];
  else if (file === '') faults = mustBeSet;
  return together(faults, Buffer.byteLength(file) > PATH_MOST ? [tooLong(field, PATH_MOST)] : NONE);
}

type Annotations = Readonly<Record<string, string>> | undefined;

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** ValidateSeccompPodAnnotations and ValidateAppArmorPodAnnotations: the old way of naming profiles. */
export function validateProfileAnnotations(annotations: Annotations, spec: PodSpec, field: string): Faults {
  if (annotations === undefined) return NONE;
  const seccomp = annotations[SECCOMP_POD];
  const keys = Object.keys(annotations).sort();
  return together(
    seccomp === undefined ? NONE : validateSeccompText(seccomp, `${field}.${SECCOMP_POD}`),
    ...keys
      .filter((key) => key.startsWith(SECCOMP_CONTAINER))
      .map((key) => validateSeccompText(annotations[key] ?? '', `${field}.${key}`)),
    ...keys
      .filter((key) => key.startsWith(APP_ARMOR))
      .map((key) => validateAppArmorText(key, annotations[key] ?? '', spec, `${field}[${key}]`)),
  );
}

function validateSeccompText(text: string, field: string): Faults {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(text)) return NONE;
  if (text.startsWith('localhost/')) return descending(text.slice('localhost/'.length), field);
  return [invalid(field, text, 'must be a valid seccomp profile')];
}

function validateAppArmorText(key: string, text: string, spec: PodSpec, field: string): Faults {
  const name = key.slice(APP_ARMOR.length);
  const known = everyContainer(spec, '').some(({ container }) => container.name === name);
  const named =
    text === '' || text === 'runtime/default' || text === 'unconfined' || text.startsWith('localhost/');
  return together(
    known ? NONE : [invalid(field, name, 'container not found')],
    named ? NONE : [invalid(field, text, `invalid AppArmor profile name: ${JSON.stringify(text)}`)],
  );
}

/** Annotation and field, where there are both, must say the same. */
export function validateProfilesMatch(annotations: Annotations, spec: PodSpec, field: string): Faults {
  if (annotations === undefined) return NONE;
  const ofPod = spec.securityContext;
  return together(
    matches(
      annotations[SECCOMP_POD],
      ofPod?.seccompProfile,
      'seccomp',
      `${field}.securityContext.seccompProfile`,
    ),
    ...everyContainer(spec, field).map(({ container, field: path }) =>
      matches(
        annotations[`${SECCOMP_CONTAINER}${container.name}`],
        container.securityContext?.seccompProfile,
        'seccomp',
        `${path}.securityContext.seccompProfile`,
      ),
    ),
    ...(spec.os?.name === 'windows' ? [] : everyContainer(spec, field)).map(({ container, field: path }) =>
      matches(
        annotations[`${APP_ARMOR}${container.name}`],
        container.securityContext?.appArmorProfile ?? ofPod?.appArmorProfile,
        'apparmor',
        `${path}.securityContext.appArmorProfile`,
      ),
    ),
  );
}

function matches(
  annotation: string | undefined,
  profile: SecurityProfile | undefined,
  word: string,
  field: string,
): Faults {
  if (annotation === undefined || profile === undefined) return NONE;
  const wrongType = [forbidden(`${field}.type`, `${word} type in annotation and field must match`)];
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? NONE : wrongType;
    case 'RuntimeDefault': {
      const old = word === 'seccomp' && annotation === 'docker/default';
      return annotation === 'runtime/default' || old ? NONE : wrongType;
    }
    case 'Localhost':
      if (!annotation.startsWith('localhost/')) return wrongType;
      if (annotation === `localhost/${profile.localhostProfile}`) return NONE;
      return [forbidden(`${field}.localhostProfile`, `${word} profile in annotation and field must match`)];
    default:
      return NONE;
  }
}
