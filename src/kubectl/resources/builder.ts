import { matches, parseSelector } from '../../machinery/labels.ts';
import { Aggregate, asError, locally, NoResourceMatch } from '../errors.ts';
import { fileSources } from './file-sources.ts';
import { type Mapper, type Mapping, mapperOf } from './mapper.ts';
import { withMetadata } from './object.ts';
import type { Host, ResourceRequest } from './request.ts';
import { type Info, listPages, retrieve } from './selection.ts';
import { type TypeArguments, typeArguments } from './type-arguments.ts';
import { flattened, type Source, visitAll } from './visiting.ts';

/** Everything a request selects; {@link visit} finds it as it goes. */
export interface Selection {
  /** The user named exactly one thing: it prints bare, not as a list. */
  readonly singleItem: boolean;
  /** Items were named rather than selected. */
  readonly targetsItems: boolean;
  /** How many sources there are (files, types or names). */
  readonly sources: number;
  /** Calls `fn` for each; errors by {@link ResourceRequest.continueOnError}. */
  visit(fn: (info: Info) => Promise<void> | void): Promise<void>;
  /** All of them, and the error that was left. */
  infos(): Promise<{ readonly infos: readonly Info[]; readonly error: Error | undefined }>;
}

/** Resolves a request; what is wrong with the request itself is thrown here. */
export async function select(host: Host, request: ResourceRequest): Promise<Selection> {
  const { sources, singleItem, targetsItems } = await plan(host, request);
  const decorate = decorator(host, request);
  const visit = (fn: (info: Info) => Promise<void> | void): Promise<void> =>
    visitAll(
      sources.map((source) => flattened(host, request, source)),
      request,
      async (info) => fn(await decorate(info)),
    );
  return {
    singleItem,
    targetsItems,
    sources: sources.length,
    visit,
    infos: async () => {
      const infos: Info[] = [];
      try {
        await visit((info) => void infos.push(info));
        return { infos, error: undefined };
      } catch (error) {
        return { infos, error: asError(error) };
      }
    },
  };
}

interface Plan {
  readonly sources: readonly Source[];
  readonly singleItem: boolean;
  readonly targetsItems: boolean;
}

const MISSING = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

async function plan(host: Host, request: ResourceRequest): Promise<Plan> {
  const selector = (request.selector ?? '').trim();
  const fieldSelector = (request.fieldSelector ?? '').trim();
  if (request.all === true && (selector !== '' || fieldSelector !== '')) {
    throw new Aggregate([new Error("setting 'all' parameter but found a non empty selector. ")]);
  }
  const files = request.files === undefined ? undefined : await fileSources(host, request.files, request);
  const { types, names, pairs } = await withCategories(host, request);
  const bare = types.length > 0 && names.length === 0;
  const everything = request.all === true || (bare && selector === '' && request.emptySelector === true);
  if (files !== undefined && files.sources.length > 0) {
    refuseArguments({ types, names, pairs });
    return { ...files, sources: filtered(host, files.sources, selector, request), targetsItems: true };
  }
  if (everything || selector !== '' || fieldSelector !== '') {
    return planSelectors(host, request, { types, names, pairs });
  }
  if (pairs.length > 0) return planPairs(host, request, { types, names, pairs });
  if (names.length > 0) return planNames(host, request, { types, names, pairs });
  if (types.length > 0) {
    for (const type of types) await mappingFor(mapperOf(host), type);
    throw new Error('resource(s) were provided, but no name was specified');
  }
  throw new Error(MISSING);
}

async function withCategories(host: Host, request: ResourceRequest): Promise<TypeArguments> {
  const found = typeArguments(request.args ?? []);
  if (request.local === true) return found;
  const mapper = mapperOf(host);
  const expanded = await Promise.all(
    found.types.map(async (type) => (await mapper.category(type)) ?? [type]),
  );
  return { ...found, types: expanded.flat() };
}

function refuseArguments({ types, names, pairs }: TypeArguments): void {
  if (types.length > 0) {
    throw new Error(
      'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
    );
  }
  if (names.length > 0) throw new Error('name cannot be provided when a path is specified');
  if (pairs.length > 0)
    throw new Error('resource/name arguments cannot be provided when a path is specified');
}

async function planSelectors(host: Host, request: ResourceRequest, named: TypeArguments): Promise<Plan> {
  if (named.names.length > 0) throw new Error('name cannot be provided when a selector is specified');
  if (named.pairs.length > 0) {
    throw new Error('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  if (named.types.length === 0) throw new Error('at least one resource must be specified to use a selector');
  if ((request.subresource ?? '') !== '') {
    throw new Error('subresource cannot be used when bulk resources are specified');
  }
  const mappings = await mappingsOf(host, request, named.types);
  return {
    sources: mappings.map((mapping) => listSource(host, mapping, request)),
    singleItem: false,
    targetsItems: false,
  };
}

function listSource(host: Host, mapping: Mapping, request: ResourceRequest): Source {
  const namespace = mapping.namespaced && request.allNamespaces !== true ? host.config.namespace : '';
  return async (step) => {
    const pages = listPages(host, mapping, namespace, {
      selector: (request.selector ?? '').trim(),
      fieldSelector: (request.fieldSelector ?? '').trim(),
      accept: request.accept ?? 'json',
      chunk: request.chunk ?? 0,
      query: request.query ?? {},
    });
    for await (const object of pages) {
      await step({ mapping, namespace, name: '', source: '', subresource: '', object });
    }
  };
}

async function planPairs(
  host: Host,
  request: ResourceRequest,
  { types, pairs }: TypeArguments,
): Promise<Plan> {
  if (types.length > 0) {
    throw new Error('you may not specify individual resources and bulk resources in the same call');
  }
  const mapper = mapperOf(host);
  const mappings = new Map<string, Mapping>();
  for (const { type } of pairs) if (!mappings.has(type)) mappings.set(type, await mappingFor(mapper, type));
  const kinds = new Set([...mappings.values()].map(({ group, resource }) => `${group}/${resource}`));
  if (request.singleType === true && kinds.size > 1)
    throw new Error('you may only specify a single resource type');
  const sources = pairs.flatMap(({ type, name }) => {
    const mapping = mappings.get(type);
    return mapping === undefined ? [] : [namedSource(host, mapping, name, request)];
  });
  return { sources, singleItem: pairs.length === 1, targetsItems: true };
}

async function planNames(
  host: Host,
  request: ResourceRequest,
  { types, names }: TypeArguments,
): Promise<Plan> {
  if (types.length > 1) throw new Error('you must specify only one resource');
  const [mapping] = await mappingsOf(host, request, types);
  if (mapping === undefined) throw new Error('you must provide a resource and a resource name together');
  return {
    sources: names.map((name) => namedSource(host, mapping, name, request)),
    singleItem: names.length === 1,
    targetsItems: true,
  };
}

function namedSource(host: Host, mapping: Mapping, name: string, request: ResourceRequest): Source {
  if (mapping.namespaced && request.allNamespaces === true) {
    throw new Error('a resource cannot be retrieved by name across all namespaces');
  }
  const namespace = mapping.namespaced ? host.config.namespace : '';
  const subresource = request.subresource ?? '';
  return (step) => step({ mapping, namespace, name, source: '', subresource, object: undefined });
}

async function mappingsOf(
  host: Host,
  request: ResourceRequest,
  types: readonly string[],
): Promise<readonly Mapping[]> {
  if (types.length > 1 && request.singleType === true)
    throw new Error('you may only specify a single resource type');
  const mapper = mapperOf(host);
  const mappings = new Map<string, Mapping>();
  for (const type of types) {
    const mapping = await mappingFor(mapper, type);
    const key = `${mapping.group}/${mapping.version}/${mapping.kind}`;
    if (!mappings.has(key)) mappings.set(key, mapping);
  }
  return [...mappings.values()];
}

async function mappingFor(mapper: Mapper, type: string): Promise<Mapping> {
  try {
    return await mapper.forWord(type);
  } catch (error) {
    if (!(error instanceof NoResourceMatch)) throw error;
    throw new Error(`the server doesn't have a resource type ${JSON.stringify(error.resource)}`);
  }
}

/** Manifests and a selector: only what bears the labels. */
function filtered(
  host: Host,
  sources: readonly Source[],
  selector: string,
  request: ResourceRequest,
): readonly Source[] {
  if (selector === '') return sources;
  const wanted = locally(
    () => parseSelector(selector),
    `the provided selector ${JSON.stringify(selector)} is not valid: `,
  );
  return sources.map(
    (source) => (step) =>
      flattened(
        host,
        request,
        source,
      )(async (found) => {
        if (found instanceof Error || matches(wanted, found.object?.metadata?.labels)) await step(found);
      }),
  );
}

/** Gives each found thing its namespace and, where it has only been named, its object. */
function decorator(host: Host, request: ResourceRequest): (info: Info) => Promise<Info> {
  return async (found) => {
    const placed = inNamespace(found, host.config.namespace, request.enforceNamespace ?? false);
    if (placed.object === undefined && request.namesOnly !== true)
      return retrieve(host, placed, request.accept);
    if (request.latest === true && placed.source !== '') return retrieve(host, placed, request.accept);
    return placed;
  };
}

function inNamespace(info: Info, namespace: string, enforce: boolean): Info {
  if (info.object !== undefined && info.source === '') return info;
  if (!info.mapping.namespaced) {
    if (info.object?.metadata?.namespace === undefined) return { ...info, namespace: '' };
    return { ...info, namespace: '', object: withMetadata(info.object, { namespace: undefined }) };
  }
  if (info.namespace === '') {
    const object = info.object === undefined ? undefined : withMetadata(info.object, { namespace });
    return { ...info, namespace, object };
  }
  if (enforce && info.namespace !== namespace) {
    throw new Error(
      `the namespace from the provided object ${JSON.stringify(info.namespace)} does not match the namespace ` +
        `${JSON.stringify(namespace)}. You must pass '--namespace=${info.namespace}' to perform this operation.`,
    );
  }
  return info;
}
