import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { dns1035Label, dns1123Subdomain } from '../../../machinery/names.ts';
import { validateClientConfig } from '../../admissionregistration/client-config-validation.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { showStrings } from '../../validation/go-values.ts';
import { immutable } from '../../validation/immutable.ts';
import { isEstablished } from './conditions.ts';
import { validateNames } from './names-validation.ts';
import type {
  Conversion,
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  DefinitionVersion,
} from './types.ts';
import {
  validateColumn,
  validateDeprecation,
  validateScalePaths,
  validateVersionSchema,
} from './version-validation.ts';

/** ValidateCustomResourceDefinition. */
export function validate(definition: CustomResourceDefinition): readonly FieldError[] {
  const { metadata, spec } = definition;
  const fits = metadata.name === `${spec.names?.plural ?? ''}.${spec.group ?? ''}`;
  return [
    ...(fits ? [] : [invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...validateSpec(spec),
    ...storedVersionFaults(definition),
    ...approvalFaults(definition),
    ...(spec.preserveUnknownFields === true
      ? [
          invalid(
            'spec.preserveUnknownFields',
            true,
            'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
          ),
        ]
      : []),
  ];
}

/** ValidateCustomResourceDefinitionUpdate: once served, what is stored under may not change. */
export function validateUpdate(
  definition: CustomResourceDefinition,
  before: CustomResourceDefinition,
): readonly FieldError[] {
  const { spec } = definition;
  return [
    ...validateSpec(spec),
    ...(isEstablished(before)
      ? [
          ...immutable(spec.scope, before.spec.scope, 'spec.scope'),
          ...immutable(spec.names.kind, before.spec.names.kind, 'spec.names.kind'),
        ]
      : []),
    ...immutable(spec.group, before.spec.group, 'spec.group'),
    ...immutable(spec.names.plural, before.spec.names.plural, 'spec.names.plural'),
    ...storedVersionFaults(definition),
  ];
}

const SCOPES = ['Cluster', 'Namespaced'];

function validateSpec(spec: CustomResourceDefinitionSpec): readonly FieldError[] {
  const { scope = '' } = spec;
  const versions = spec.versions ?? [];
  return [
    ...validateGroup(spec.group ?? '', 'spec.group'),
    ...(scope === '' ? [required('spec.scope')] : []),
    ...(scope === '' || SCOPES.includes(scope) ? [] : [unsupported('spec.scope', scope, SCOPES)]),
    ...versions.flatMap(({ schema }, i) =>
      schema?.openAPIV3Schema === undefined
        ? [required(`spec.versions[${i}].schema.openAPIV3Schema`, 'schemas are required')]
        : [],
    ),
    ...versions.flatMap((version, i) => validateVersion(version, `spec.versions[${i}]`)),
    ...versionListFaults(versions, 'spec.versions'),
    ...validateNames(spec.names ?? {}, 'spec.names'),
    ...partFaults(versions),
    ...(spec.conversion === undefined ? [] : validateConversion(spec.conversion, 'spec.conversion')),
  ];
}

function validateGroup(group: string, field: string): readonly FieldError[] {
  if (group === '') return [required(field)];
  const texts = dns1123Subdomain(group);
  if (texts.length > 0) return [invalid(field, group, texts.join(','))];
  return group.includes('.') ? [] : [invalid(field, group, 'should be a domain with at least one dot')];
}

function validateVersion(version: DefinitionVersion, field: string): readonly FieldError[] {
  const texts = dns1035Label(version.name ?? '');
  return [
    ...(texts.length === 0 ? [] : [invalid(`${field}.name`, version.name ?? '', texts.join(','))]),
    ...validateDeprecation(version, field),
  ];
}

function versionListFaults(versions: readonly DefinitionVersion[], field: string): readonly FieldError[] {
  const names = versions.map(({ name }) => name);
  const shown = (): string =>
    `[]apiextensions.CustomResourceDefinitionVersion{${withoutCommonParts(versions)
      .map((version) => goDumpInternal('apiextensions.k8s.io/v1.CustomResourceDefinitionVersion', version))
      .join(', ')}}`;
  return [
    ...(new Set(names).size === names.length
      ? []
      : [invalidShown(field, shown(), 'must contain unique version names')]),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [invalidShown(field, shown(), 'must have exactly one version marked as storage version')]),
  ];
}

const PARTS = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

/** As upstream holds them: what all versions have in common stands beside them. */
function withoutCommonParts(versions: readonly DefinitionVersion[]): readonly DefinitionVersion[] {
  const common = PARTS.filter((part) => versions.every((one) => equalJson(one[part], versions[0]?.[part])));
  return versions.map((version) => {
    const rest = Object.entries(version).filter(([name]) => !common.some((part) => part === name));
    const left: unknown = Object.fromEntries(rest);
    return left as DefinitionVersion;
  });
}

/** What all versions have in common is looked at once, under the name that it had before there were versions. */
function partFaults(versions: readonly DefinitionVersion[]): readonly FieldError[] {
  const places = <T>(read: (version: DefinitionVersion) => T | undefined, own: string, common: string) => {
    const values = versions.map(read);
    const [first] = values;
    if (first !== undefined && values.every((value) => equalJson(value, first)))
      return [{ value: first, field: `spec.${common}` }];
    return values.flatMap((value, i) =>
      value === undefined ? [] : [{ value, field: `spec.versions[${i}].${own}` }],
    );
  };
  return [
    ...places(({ schema }) => schema?.openAPIV3Schema, 'schema', 'validation').flatMap(({ value, field }) =>
      validateVersionSchema(value, `${field}.openAPIV3Schema`),
    ),
    ...places(({ subresources }) => subresources?.scale, 'subresources', 'subresources').flatMap(
      ({ value, field }) => validateScalePaths(value, `${field}.scale`),
    ),
    ...places(
      ({ additionalPrinterColumns }) => additionalPrinterColumns,
      'additionalPrinterColumns',
      'additionalPrinterColumns',
    ).flatMap(({ value, field }) => value.flatMap((one, i) => validateColumn(one, `${field}[${i}]`))),
  ];
}

const STRATEGIES = ['None', 'Webhook'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];

/** validateCustomResourceConversion; webhooks are written down and never asked. */
function validateConversion({ strategy = '', webhook }: Conversion, field: string): readonly FieldError[] {
  const at = `${field}.webhookClientConfig`;
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy !== 'Webhook')
    return [
      ...(strategy === '' ? [required(`${field}.strategy`)] : []),
      ...(strategy === '' || STRATEGIES.includes(strategy)
        ? []
        : [unsupported(`${field}.strategy`, strategy, STRATEGIES)]),
      ...(webhook?.clientConfig === undefined
        ? []
        : [forbidden(at, 'should not be set when strategy is not set to Webhook')]),
      ...(versions.length === 0
        ? []
        : [
            forbidden(
              `${field}.conversionReviewVersions`,
              'should not be set when strategy is not set to Webhook',
            ),
          ]),
    ];
  return [
    ...(webhook?.clientConfig === undefined
      ? [required(at, 'required when strategy is set to Webhook')]
      : validateClientConfig(webhook.clientConfig, at)),
    ...(versions.length === 0
      ? [required(`${field}.conversionReviewVersions`, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)]
      : []),
    ...(versions.length > 0 && !versions.some((version) => REVIEW_VERSIONS.includes(version))
      ? [
          invalidShown(
            `${field}.conversionReviewVersions`,
            showStrings(versions),
            `must include at least one of ${REVIEW_VERSIONS.join(', ')}`,
          ),
        ]
      : []),
  ];
}

function storedVersionFaults({ spec, status }: CustomResourceDefinition): readonly FieldError[] {
  const names = (spec.versions ?? []).map(({ name }) => name);
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0)
    return [invalidShown('status.storedVersions', '[]string(nil)', 'must have at least one stored version')];
  return stored.flatMap((name, i) =>
    names.includes(name)
      ? []
      : [
          invalid(
            `status.storedVersions[${i}]`,
            name,
            `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`,
          ),
        ],
  );
}

const APPROVAL = 'api-approved.kubernetes.io';

/** Groups that belong to the Kubernetes community need its approval, or a word that there is none. */
function approvalFaults({ metadata, spec }: CustomResourceDefinition): readonly FieldError[] {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group ?? '')) return [];
  const text = metadata.annotations?.[APPROVAL];
  const field = `metadata.annotations[${APPROVAL}]`;
  if (text === undefined || text === '') {
    const why =
      'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111';
    return [required(field, why)];
  }
  if (text.startsWith('unapproved') || /^[a-z]+:\/\/[^/]+/.test(text)) return [];
  const why =
    'protected groups must have approval annotation "api-approved.kubernetes.io" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111';
  return [invalid(field, text, why)];
}
