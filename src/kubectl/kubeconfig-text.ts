import { wholeForm } from './commands/config/file-form.ts';
import type { KubeconfigFile } from './kubeconfig.ts';
import { formatYaml } from './output/yaml.ts';
import { readDocuments } from './resources/documents.ts';

/** Reads a kubeconfig as other programs write it; `path` is named when it is none. */
export function parseKubeconfig(text: string, path: string): KubeconfigFile {
  const { values, fault } = readDocuments(text);
  if (fault !== undefined) {
    const why = fault.message.replace(/^error converting YAML to JSON: /, '');
    throw new Error(`error loading config file ${JSON.stringify(path)}: ${why}`);
  }
  return (values[0] ?? {}) as KubeconfigFile;
}

/** A kubeconfig as kubectl writes it. */
export const kubeconfigText = (file: KubeconfigFile): string => formatYaml(wholeForm(file));
