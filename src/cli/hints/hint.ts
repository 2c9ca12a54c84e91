/** One command line and what came of it: all that a hint may look at. */
export interface Told {
  /** The words of the command line that are no flags. */
  readonly words: readonly string[];
  readonly out: string;
  readonly err: string;
  readonly exit: number;
  /** How time passes in the cluster; undefined where the command did not look at one. */
  readonly pace: 'realtime' | 'manual' | 'instant' | undefined;
  /** Where the cluster was made that was not there before this command. */
  readonly made: string | undefined;
}

/** One line that ends with the command that shows more; undefined where there is nothing to say. */
export type Hint = (told: Told) => string | undefined;

/** Rows of the first table that was printed, by the headings of its columns. */
export function tableRows(out: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = out.split('\n\n', 1)[0]?.split('\n') ?? [];
  const columns = [...head.matchAll(/\S+(?: \S+)*/g)].map(({ 0: name, index }) => ({ name, index }));
  return lines
    .filter((line) => line !== '')
    .map((line) =>
      Object.fromEntries(
        columns.map(({ name, index }, at) => [name, line.slice(index, columns[at + 1]?.index).trim()]),
      ),
    );
}

/** `-n NAMESPACE` for a row of a table over all namespaces. */
export const inNamespace = ({ NAMESPACE }: Readonly<Record<string, string>>): string =>
  NAMESPACE === undefined ? '' : ` -n ${NAMESPACE}`;
