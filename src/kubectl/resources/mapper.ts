import type { Transport } from '../../client/transport.ts';
import { type Connection, fetchObject, warn } from '../api.ts';
import { NoResourceMatch } from '../errors.ts';

/** One kind of resource as discovery tells it: kubectl knows no more about kinds than this. */
export interface Mapping {
  readonly group: string;
  readonly version: string;
  /** The plural, as paths have it. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
}

/** What the server serves, found out as far as a question needs it and remembered for the run. */
export interface Mapper {
  /** What the user typed: plural, singular, short name, kind, `name.group`, `name.version.group`. */
  forWord(word: string): Promise<Mapping>;
  forKind(apiVersion: string, kind: string): Promise<Mapping>;
  /** `deployments.apps` for each member; undefined when the word is no category. */
  category(word: string): Promise<readonly string[] | undefined>;
  all(): Promise<readonly Mapping[]>;
  /** Names of subresources of a mapping (`scale`, `status`). */
  subresources(mapping: Mapping): Promise<readonly string[]>;
}

/** A kind no served group has. */
export class NoKindMatch extends Error {
  override readonly name = 'NoKindMatch';
}

export const apiVersionOf = ({ group, version }: Pick<Mapping, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** `deployments.apps`, `pods`. */
export const groupResource = ({ group, resource }: Mapping): string =>
  group === '' ? resource : `${resource}.${group}`;

/** Where requests for the resource go. */
export function resourcePath(mapping: Mapping, namespace: string, name = '', subresource = ''): string {
  const root = mapping.group === '' ? `/api/${mapping.version}` : `/apis/${mapping.group}/${mapping.version}`;
  const scope = mapping.namespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const item = name === '' ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${mapping.resource}${item}${subresource === '' ? '' : `/${subresource}`}`;
}

/** What stands in for a mapping where no server is asked: only group, version and kind are known. */
export function localMapping(apiVersion: string, kind: string, namespace: string): Mapping {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return {
    group,
    version,
    kind,
    resource: '',
    singular: '',
    namespaced: namespace !== '',
    shortNames: [],
    categories: [],
    verbs: [],
  };
}

const mappers = new WeakMap<Transport, DiscoveryMapper>();

/** The mapper of a connection: one for the run. */
export function mapperOf(connection: Connection): Mapper {
  const known = mappers.get(connection.transport);
  if (known !== undefined) return known;
  const mapper = new DiscoveryMapper(connection);
  mappers.set(connection.transport, mapper);
  return mapper;
}

interface ResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly singularName?: string;
    readonly namespaced: boolean;
    readonly kind: string;
    readonly verbs?: readonly string[];
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  }[];
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
  readonly preferred: boolean;
}

class DiscoveryMapper implements Mapper {
  private readonly connection: Connection;
  private versions: Promise<readonly GroupVersion[]> | undefined;
  private readonly lists = new Map<string, Promise<ResourceList>>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  async forWord(word: string): Promise<Mapping> {
    const found = await this.find(word);
    if (found !== undefined) return found;
    throw new NoResourceMatch(resourceQuestions(word).at(-1)?.name ?? word);
  }

  async forKind(apiVersion: string, kind: string): Promise<Mapping> {
    const slash = apiVersion.indexOf('/');
    const [group, version] =
      slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
    const served = (await this.groupVersions()).some((one) => one.group === group && one.version === version);
    const found = served
      ? (await this.mappings({ group, version })).find((one) => one.kind === kind)
      : undefined;
    if (found === undefined) {
      throw new NoKindMatch(
        `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`,
      );
    }
    return found;
  }

  async category(word: string): Promise<readonly string[] | undefined> {
    // No category bears the name of a resource: asking every group is left to words that are none.
    if ((await this.find(word)) !== undefined) return undefined;
    const members = (await this.all()).filter(
      ({ categories, verbs }) => categories.includes(word) && verbs.includes('list'),
    );
    return members.length === 0 ? undefined : [...new Set(members.map(groupResource))];
  }

  async all(): Promise<readonly Mapping[]> {
    const lists = await Promise.all((await this.groupVersions()).map((one) => this.mappings(one)));
    return lists.flat();
  }

  async subresources(mapping: Mapping): Promise<readonly string[]> {
    const prefix = `${mapping.resource}/`;
    const { resources = [] } = await this.list(mapping);
    return resources
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name }) => name.slice(prefix.length));
  }

  private async find(word: string): Promise<Mapping | undefined> {
    for (const question of resourceQuestions(word)) {
      const found = (await this.byName(question)) ?? (await this.byKind(question));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** As kubectl's shortcut expander: a full name of any group goes before a short name, and an earlier group before a later. */
  private async byName(question: Question): Promise<Mapping | undefined> {
    const word = question.name.toLowerCase();
    const versions = (await this.candidates(question)).filter(
      ({ preferred }) => preferred || question.version !== '',
    );
    for (const version of versions) {
      const mappings = await this.mappings(version);
      const found = mappings.find(({ resource, singular }) => resource === word || singular === word);
      if (found !== undefined) return found;
    }
    const lists = await Promise.all(versions.map((version) => this.mappings(version)));
    const [found, ...others] = lists.flat().filter(({ shortNames }) => shortNames.includes(word));
    if (question.group === '')
      warn(
        this.connection.err,
        others.map(
          (other) =>
            `short name ${JSON.stringify(word)} could also match lower priority resource ${groupResource(other)}`,
        ),
      );
    return found;
  }

  private async byKind(question: Question): Promise<Mapping | undefined> {
    for (const version of await this.candidates(question)) {
      const found = (await this.mappings(version)).find(({ kind }) => kind === question.name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async candidates({ group, version }: Question): Promise<readonly GroupVersion[]> {
    if (group === '' && version === '') return this.groupVersions();
    const versions = (await this.groupVersions()).filter((one) => version === '' || one.version === version);
    const exact = versions.filter((one) => one.group === group);
    return exact.length > 0 ? exact : versions.filter((one) => one.group.startsWith(group));
  }

  private async mappings(version: Pick<GroupVersion, 'group' | 'version'>): Promise<readonly Mapping[]> {
    const { resources = [] } = await this.list(version);
    return resources
      .filter(({ name }) => !name.includes('/'))
      .map((one) => ({
        group: version.group,
        version: version.version,
        resource: one.name,
        singular: one.singularName ?? '',
        kind: one.kind,
        namespaced: one.namespaced,
        shortNames: one.shortNames ?? [],
        categories: one.categories ?? [],
        verbs: one.verbs ?? [],
      }));
  }

  private list({ group, version }: Pick<GroupVersion, 'group' | 'version'>): Promise<ResourceList> {
    const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const known = this.lists.get(path);
    if (known !== undefined) return known;
    const list = fetchObject<ResourceList>(this.connection, 'GET', path);
    this.lists.set(path, list);
    return list;
  }

  private groupVersions(): Promise<readonly GroupVersion[]> {
    this.versions ??= this.askVersions();
    return this.versions;
  }

  private async askVersions(): Promise<readonly GroupVersion[]> {
    const { groups = [] } = await fetchObject<GroupList>(this.connection, 'GET', '/apis');
    const served = groups.flatMap(({ name, versions, preferredVersion }) =>
      versions.map(({ version }) => ({
        group: name,
        version,
        preferred: version === (preferredVersion ?? versions[0])?.version,
      })),
    );
    return [CORE, ...served];
  }
}

const CORE: GroupVersion = { group: '', version: 'v1', preferred: true };

interface GroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions: readonly { readonly version: string }[];
    readonly preferredVersion?: { readonly version: string };
  }[];
}

interface Question {
  readonly name: string;
  readonly group: string;
  readonly version: string;
}

/** `a.b.c` may mean resource a, version b, group c, or resource a in group b.c: tried in this order. */
function resourceQuestions(word: string): readonly Question[] {
  const [name = '', ...rest] = word.split('.');
  const plain = { name, group: rest.join('.'), version: '' };
  if (rest.length < 2) return [plain];
  return [{ name, version: rest[0] ?? '', group: rest.slice(1).join('.') }, plain];
}
