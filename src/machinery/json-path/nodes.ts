/** What a template consists of (client-go's util/jsonpath). */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'literal'; readonly value: number | boolean }
  | { readonly type: 'list'; readonly nodes: readonly Node[] }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'array'; readonly start: Bound; readonly end: Bound; readonly step: Bound }
  | {
      readonly type: 'filter';
      readonly left: readonly Node[];
      readonly right: readonly Node[];
      readonly operator: string;
    }
  | { readonly type: 'union'; readonly lists: readonly (readonly Node[])[] }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' };

/** One number of a slice. `derived`: there was none, a single index was asked for. */
export interface Bound {
  readonly value: number;
  readonly known: boolean;
  readonly derived?: true;
}
