import { resolve } from 'node:path';
import { CommandError, type Context } from '../command.ts';
import { asError } from '../errors.ts';
import { readDocuments } from '../resources/documents.ts';
import { type AnyObject, isList } from '../resources/object.ts';
import { itemsOf } from '../resources/visiting.ts';
import { kustomizeSchema } from '../resources/yaml-schema.ts';
import { withGenerated } from './generated.ts';
import {
  deprecations,
  type Kustomization,
  leadsOut,
  missingFile,
  readKustomization,
  refuseFolder,
} from './kustomization.ts';
import { patched } from './patches.ts';
import { merged, newResource, type Resource, resourceFault } from './resource.ts';
import { transformedAll } from './transformers.ts';

export type Host = Pick<Context, 'files' | 'patchSchema' | 'err'>;

/** A folder on the way, and those that led to it. */
interface Here {
  readonly folder: string;
  readonly visited: readonly string[];
  readonly host: Host;
}

/** What a folder's kustomization makes of its resources, and of inherited ones when it is a component. */
export function accumulate(
  kustomization: Kustomization,
  { folder, visited, host }: Here,
  inherited: readonly Resource[] = [],
): readonly Resource[] {
  for (const warning of deprecations(kustomization)) host.err.line(warning);
  const here = { folder, visited: [...visited, resolve(folder)], host };
  const { resources = [], bases = [], components = [] } = kustomization;
  const own = [...resources, ...bases].reduce((all, entry) => withEntry(all, entry, here), inherited);
  const extended = components.reduce((all, entry) => withComponent(all, entry, here), own);
  const complete = withGenerated(extended, kustomization, folder, host.files);
  return transformedAll(patched(complete, kustomization, folder, host), kustomization);
}

const DOING = 'accumulating resources: ';

/** The resources and those of one more entry: a file, or else a folder with a kustomization. */
function withEntry(all: readonly Resource[], entry: string, here: Here): readonly Resource[] {
  const path = resolve(here.folder, entry);
  const reading = `accumulating resources from '${entry}': `;
  if (/^https?:\/\/|^git@|^github\.com\//.test(entry)) {
    throw new CommandError(`${DOING}${reading}no network in here: download it and name the folder`);
  }
  try {
    return withFile(all, entry, here);
  } catch (asFile) {
    if (asFile instanceof MalformedYaml) throw new CommandError(`${DOING}${asFile.message}`);
    try {
      return withFolder(all, path, readHere(path, here, 'Kustomization'), here);
    } catch (error) {
      const { message } = asError(asFile);
      throw new CommandError(`${DOING}accumulation err='${message}': ${asError(error).message}`);
    }
  }
}

class MalformedYaml extends CommandError {}

function withFile(
  all: readonly Resource[],
  entry: string,
  { folder, host: { files } }: Here,
): readonly Resource[] {
  const path = resolve(folder, entry);
  const reading = `accumulating resources from '${entry}': `;
  const kind = files.stat(path);
  if (kind === undefined) {
    throw new CommandError(`${reading}${missingFile(path, path)}`);
  }
  if (kind === 'folder') throw new CommandError(`${reading}'${path}' must resolve to a file`);
  if (leadsOut(folder, path)) {
    throw new CommandError(`${reading}security; file '${path}' is not in or below '${resolve(folder)}'`);
  }
  const found = fileResources(files.read(path), entry, reading);
  return merged(all, found, `merging resources from '${entry}': `);
}

function fileResources(text: string, entry: string, reading: string): readonly Resource[] {
  const { values, fault } = readDocuments(text, kustomizeSchema);
  if (fault !== undefined) {
    const why = fault.message.replace(/^error converting YAML to JSON: /, '');
    throw new MalformedYaml(`${reading}MalformedYAMLError: ${why} in File: ${entry}`);
  }
  const objects = values.flatMap((value) => {
    const object = value as AnyObject;
    return isList(object) ? itemsOf(object) : [object];
  });
  const wrong = objects.map(resourceFault).find((one) => one !== undefined);
  if (wrong !== undefined) throw new CommandError(`${reading}${wrong}`);
  return objects.map((object) => newResource(object));
}

function withComponent(all: readonly Resource[], entry: string, here: Here): readonly Resource[] {
  const path = resolve(here.folder, entry);
  const doing = 'accumulating components: ';
  refusing(`${doing}loader.New `, () => refuseFolder(here.host.files, path));
  return refusing(`${doing}accumulateDirectory: `, () =>
    withFolder(all, path, readHere(path, here, 'Component'), here),
  );
}

/** Tells what goes wrong inside as a quoted text after the head. */
function refusing<T>(head: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new CommandError(`${head}${JSON.stringify(asError(error).message)}`);
  }
}

/** The kustomization of a folder another one leads to. */
function readHere(
  path: string,
  { visited, host }: Here,
  wanted: 'Kustomization' | 'Component',
): Kustomization {
  refuseFolder(host.files, path);
  const inside = visited.find((one) => one === path || one.startsWith(`${path}/`));
  if (inside !== undefined) {
    throw new CommandError(`cycle detected: candidate root '${path}' contains visited root '${inside}'`);
  }
  const kustomization = withHead(`couldn't make target for path '${path}': `, () =>
    readKustomization(host.files, path),
  );
  const { kind = 'Kustomization' } = kustomization;
  if (kind === wanted) return kustomization;
  throw new CommandError(
    wanted === 'Component'
      ? `expected kind 'Component' for path '${path}' but got '${kind}'`
      : `expected kind != 'Component' for path '${path}'`,
  );
}

function withFolder(
  all: readonly Resource[],
  path: string,
  kustomization: Kustomization,
  { visited, host }: Here,
): readonly Resource[] {
  const isComponent = kustomization.kind === 'Component';
  const made = withHead(`recursed accumulation of path '${path}': `, () =>
    accumulate(kustomization, { folder: path, visited, host }, isComponent ? all : []),
  );
  return merged(isComponent ? [] : all, made, `recursed merging from path '${path}': `);
}

function withHead<T>(head: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new CommandError(`${head}${asError(error).message}`);
  }
}
