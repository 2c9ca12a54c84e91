import { milliValue, parseQuantity } from '../../machinery/quantity.ts';
import { deprecatedNodeLabel } from '../core/node/deprecated-labels.ts';
import type {
  Affinity,
  Container,
  EnvVar,
  PodAffinity,
  PodSpec,
  PodTemplateSpec,
} from '../core/pod/types.ts';
import { ipWarnings } from '../validation/addresses.ts';
import { everyContainer, type PlacedContainer } from './containers/every-container.ts';
import { portWarnings } from './containers/port-warnings.ts';
import { nodeSelectorTermWarnings } from './placement/node-label-warnings.ts';
import { volumeWarnings } from './volumes/warnings.ts';

type Annotations = Readonly<Record<string, string>>;

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const OLD_ANNOTATIONS = [
  [
    'scheduler.alpha.kubernetes.io/critical-pod',
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  ],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  [
    'security.alpha.kubernetes.io/unsafe-sysctls',
    'non-functional in v1.11+; use the "sysctls" field instead',
  ],
] as const;
const NO_PODS = 'a null labelSelector results in matching no pod';

/** GetWarningsForPodTemplate: `field` is the template's place, `spec.template`. The template of before does not matter. */
export function podTemplateWarnings(
  { metadata, spec }: PodTemplateSpec,
  field: string,
  _before?: PodTemplateSpec,
): readonly string[] {
  const annotations = metadata?.annotations ?? {};
  return podSpecWarnings(spec, annotations, `${field}.`, appArmorWarnings(spec, annotations, `${field}.`));
}

/** warningsForPodSpecAndMeta, in upstream's order. `at` is what stands before `spec` and `metadata`. */
export function podSpecWarnings(
  spec: PodSpec,
  annotations: Annotations,
  at: string,
  ofAppArmor: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const field = `${at}spec`;
  const containers = everyContainer(spec, field);
  const grace = spec.terminationGracePeriodSeconds;
  return [
    ...placementWarnings(spec, field),
    ...OLD_ANNOTATIONS.filter(([key]) => annotations[key] !== undefined).map(
      ([key, text]) => `${at}metadata.annotations[${key}]: ${text}`,
    ),
    ...volumeWarnings(spec.volumes ?? [], `${field}.volumes`),
    ...listWarnings(spec, field),
    ...seccompWarning(annotations, SECCOMP, spec.securityContext?.seccompProfile, at),
    ...containers.flatMap((placed) => containerWarnings(placed, annotations, at, ofAppArmor)),
    ...portWarnings(containers),
    ...(grace !== undefined && grace < 0
      ? [
          `${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...affinityWarnings(spec.affinity, `${field}.affinity`),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((ip, i) =>
      ipWarnings(ip, `${field}.dnsConfig.nameservers[${i}]`),
    ),
    ...(spec.hostAliases ?? []).flatMap(({ ip }, i) => ipWarnings(ip, `${field}.hostAliases[${i}].ip`)),
  ];
}

function placementWarnings(spec: PodSpec, field: string): readonly string[] {
  const node = spec.affinity?.nodeAffinity;
  const path = `${field}.affinity.nodeAffinity`;
  return [
    ...Object.keys(spec.nodeSelector ?? {})
      .sort()
      .flatMap((key) => deprecated(key, `${field}.nodeSelector[${key}]: `)),
    ...(node?.[REQUIRED]?.nodeSelectorTerms ?? []).flatMap((term, i) =>
      nodeSelectorTermWarnings(term, `${path}.${REQUIRED}.nodeSelectorTerms[${i}]`, 'keys only'),
    ),
    ...(node?.[PREFERRED] ?? []).flatMap(({ preference }, i) =>
      nodeSelectorTermWarnings(preference, `${path}.${PREFERRED}[${i}].preference`, 'with values'),
    ),
    ...(spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, i) => {
      const place = `${field}.topologySpreadConstraints[${i}]`;
      return [
        ...deprecated(topologyKey, `${place}.topologyKey: ${topologyKey} is `),
        ...(labelSelector === undefined ? [`${place}.labelSelector: ${NO_PODS}`] : []),
      ];
    }),
  ];
}

function deprecated(key: string, before: string): readonly string[] {
  const text = deprecatedNodeLabel(key);
  return text === undefined ? [] : [`${before}${text}`];
}

function listWarnings(
  { hostAliases = [], imagePullSecrets = [], overhead = {} }: PodSpec,
  field: string,
): readonly string[] {
  const again = (values: readonly string[], list: string, name: string): readonly string[] =>
    values.flatMap((value, i) =>
      values.indexOf(value) < i
        ? [`${field}.${list}[${i}].${name}: duplicate ${name} ${JSON.stringify(value)}`]
        : [],
    );
  const secrets = imagePullSecrets.map(({ name = '' }) => name);
  return [
    ...again(
      hostAliases.map(({ ip }) => ip),
      'hostAliases',
      'ip',
    ),
    ...again(secrets, 'imagePullSecrets', 'name'),
    ...secrets.flatMap((name, i) =>
      name === '' ? [`${field}.imagePullSecrets[${i}].name: invalid empty name ""`] : [],
    ),
    ...fractional(overhead['memory'], `${field}.overhead[memory]`),
    ...fractional(overhead['ephemeral-storage'], `${field}.overhead[ephemeral-storage]`),
  ];
}

function fractional(amount: string | undefined, field: string): readonly string[] {
  if (amount === undefined || milliValue(parseQuantity(amount)) % 1000 === 0) return [];
  return [`${field}: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`];
}

function seccompWarning(
  annotations: Annotations,
  key: string,
  profile: unknown,
  at: string,
): readonly string[] {
  if (profile !== undefined || annotations[key] === undefined) return [];
  return [
    `${at}metadata.annotations[${key}]: non-functional in v1.27+; use the "seccompProfile" field instead`,
  ];
}

function containerWarnings(
  { container, field }: PlacedContainer,
  annotations: Annotations,
  at: string,
  ofAppArmor: ReadonlyMap<string, string>,
): readonly string[] {
  const { securityContext, resources, env = [] } = container;
  const ofProfile = ofAppArmor.get(container.name);
  return [
    ...seccompWarning(
      annotations,
      `${SECCOMP_CONTAINER}${container.name}`,
      securityContext?.seccompProfile,
      at,
    ),
    ...(ofProfile === undefined ? [] : [ofProfile]),
    ...(['memory', 'ephemeral-storage'] as const).flatMap((name) =>
      (['limits', 'requests'] as const).flatMap((list) =>
        fractional(resources?.[list]?.[name], `${field}.resources.${list}[${name}]`),
      ),
    ),
    ...envWarnings(env, `${field}.env`),
  ];
}

/** In a template an AppArmor annotation without the field; a pod gets the field from its annotation. */
function appArmorWarnings(spec: PodSpec, annotations: Annotations, at: string): ReadonlyMap<string, string> {
  if (spec.securityContext?.appArmorProfile !== undefined) return new Map();
  const isOld = ({ name, securityContext }: Container): boolean =>
    securityContext?.appArmorProfile === undefined && annotations[`${APP_ARMOR}${name}`] !== undefined;
  const told = everyContainer(spec, '').filter(({ container }) => isOld(container));
  return new Map(
    told.map(({ container: { name } }) => [
      name,
      `${at}metadata.annotations[${APP_ARMOR}${name}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    ]),
  );
}

/** A variable told twice hides the first, unless it builds upon it. */
function envWarnings(env: readonly EnvVar[], field: string): readonly string[] {
  if (env.length < 2) return [];
  const seen = new Set<string>();
  return env.flatMap(({ name, value = '', valueFrom }, i) => {
    const reference = `$(${name})`;
    const again = seen.has(name);
    seen.add(name);
    if (!again || (valueFrom === undefined && value !== reference && value.includes(reference))) return [];
    return [
      `${field}[${i}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
    ];
  });
}

function affinityWarnings(affinity: Affinity | undefined, field: string): readonly string[] {
  const told = (part: PodAffinity | undefined, name: string): readonly string[] => [
    ...(part?.[REQUIRED] ?? []).flatMap(({ labelSelector }, i) =>
      labelSelector === undefined ? [`${field}.${name}.${REQUIRED}[${i}].labelSelector: ${NO_PODS}`] : [],
    ),
    ...(part?.[PREFERRED] ?? []).flatMap(({ podAffinityTerm }, i) =>
      podAffinityTerm.labelSelector === undefined
        ? [`${field}.${name}.${PREFERRED}[${i}].podAffinityTerm.labelSelector: ${NO_PODS}`]
        : [],
    ),
  ];
  return [
    ...told(affinity?.podAffinity, 'podAffinity'),
    ...told(affinity?.podAntiAffinity, 'podAntiAffinity'),
  ];
}
