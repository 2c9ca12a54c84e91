/** In which form an answer is wanted. */
export type AnswerForm =
  | 'json'
  | 'yaml'
  | 'table'
  | 'partial-object-metadata'
  | 'aggregated-discovery'
  | 'aggregated-discovery-beta'
  | 'openapi-v2-protobuf';

interface MediaRange {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The first form that the Accept header names and that is there for `path`; undefined when there is none. */
export function acceptedForm(header: string | undefined, path: string): AnswerForm | undefined {
  const ranges = mediaRanges(header ?? '');
  if (ranges.length === 0) return 'json';
  for (const range of ranges) {
    const form = formOf(range, path);
    if (form !== undefined) return form;
  }
  return undefined;
}

/** `a/b;x=1,c/d` as its parts. Weights (`q=`) are left to the order, as upstream's clients write it. */
function mediaRanges(header: string): readonly MediaRange[] {
  return header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [type = '', ...rest] = part.split(';').map((word) => word.trim());
      const parameters: Record<string, string> = {};
      for (const word of rest) {
        const equals = word.indexOf('=');
        if (equals > 0) parameters[word.slice(0, equals)] = word.slice(equals + 1);
      }
      return { type: type.toLowerCase(), parameters };
    });
}

/** Clients write the version with `@` or with a dot. */
const OPENAPI_PROTOBUF = /^application\/com\.github\.proto-openapi\.spec\.v2[.@]v1\.0\+protobuf$/;

function formOf({ type, parameters }: MediaRange, path: string): AnswerForm | undefined {
  if (OPENAPI_PROTOBUF.test(type)) return path === '/openapi/v2' ? 'openapi-v2-protobuf' : undefined;
  if (type === 'application/yaml') return parameters['as'] === undefined ? 'yaml' : undefined;
  if (type !== 'application/json' && type !== 'application/*' && type !== '*/*') return undefined;
  const { as, g: group, v: version } = parameters;
  if (as === undefined) return 'json';
  if (group === 'meta.k8s.io') return metaForm(as);
  if (as !== 'APIGroupDiscoveryList' || group !== 'apidiscovery.k8s.io') return undefined;
  if (path !== '/api' && path !== '/apis') return undefined;
  if (version === 'v2') return 'aggregated-discovery';
  return version === 'v2beta1' ? 'aggregated-discovery-beta' : undefined;
}

function metaForm(as: string): AnswerForm | undefined {
  if (as === 'Table') return 'table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList'
    ? 'partial-object-metadata'
    : undefined;
}

const CONTENT_TYPES: Readonly<Record<AnswerForm, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  table: 'application/json',
  'partial-object-metadata': 'application/json',
  'aggregated-discovery': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'openapi-v2-protobuf': 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
  'aggregated-discovery-beta': 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
};

/** What the Content-Type header of an answer says. */
export const contentTypeOf = (form: AnswerForm): string => CONTENT_TYPES[form];

/** The media type of a Content-Type header, without its parameters. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
