/** kubeconfig as the file holds it; contexts of simulated clusters name a state file as their server. */
export interface KubeconfigFile {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly preferences?: Readonly<Record<string, unknown>>;
  readonly clusters?: readonly {
    readonly name: string;
    readonly cluster: Readonly<Record<string, unknown>>;
  }[];
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: { readonly cluster?: string; readonly user?: string; readonly namespace?: string };
  }[];
  readonly users?: readonly { readonly name: string; readonly user: Readonly<Record<string, unknown>> }[];
  readonly 'current-context'?: string;
}

/** Where kubeconfig lives is the program's business; commands read and replace it whole. */
export interface Kubeconfig {
  readonly path: string;
  /** The context in force: `--context`, else current-context. */
  readonly context: string;
  read(): KubeconfigFile;
  write(file: KubeconfigFile): void;
}

/** The address of the cluster in force; '' where none is named. */
export function serverOf({ context, read }: Pick<Kubeconfig, 'context' | 'read'>): string {
  const file = read();
  const cluster = file.contexts?.find(({ name }) => name === context)?.context.cluster;
  return String(file.clusters?.find(({ name }) => name === cluster)?.cluster['server'] ?? '');
}
