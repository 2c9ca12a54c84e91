/** Where a node began: for `template: output:1:7: executing "output" at <.x>`. */
export interface Place {
  readonly line: number;
  /** Bytes since the start of the line. */
  readonly column: number;
  /** The node as Go's parse tree prints it. */
  readonly text: string;
}

export type Operand = (
  | { readonly type: 'dot' }
  | { readonly type: 'nil' }
  | { readonly type: 'constant'; readonly value: string | number | boolean }
  | { readonly type: 'field'; readonly names: readonly string[] }
  | { readonly type: 'variable'; readonly name: string; readonly names: readonly string[] }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'pipeline'; readonly pipeline: Pipeline; readonly names: readonly string[] }
) & { readonly place: Place };

/** A function or value and its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
  readonly place: Place;
}

export interface Pipeline {
  readonly declare: readonly string[];
  readonly assign: boolean;
  readonly commands: readonly Command[];
  readonly place: Place;
}

export interface Branch {
  readonly pipeline: Pipeline;
  readonly then: readonly Node[];
  readonly otherwise: readonly Node[];
}

export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipeline: Pipeline }
  | ({ readonly type: 'if' | 'with' | 'range' } & Branch)
  | { readonly type: 'break' | 'continue' }
  | {
      readonly type: 'template';
      readonly name: string;
      readonly pipeline: Pipeline | undefined;
      readonly place: Place;
    };

export interface Template {
  readonly nodes: readonly Node[];
  /** Made by define and block. */
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}
