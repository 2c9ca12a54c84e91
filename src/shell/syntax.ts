/** A word before it is expanded: parts that stand next to each other. */
export interface Word {
  readonly parts: readonly Part[];
  /** What it says where nothing in it needs expanding. */
  readonly literal?: string;
  /** Whether commands have to be run to expand it. */
  readonly runs?: true;
}

export type Part =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly type: 'variable';
      readonly name: string;
      /** Which element of an array; all of them. */
      readonly index?: Word | '@' | '*';
      readonly quoted: boolean;
      readonly change?: Change;
    }
  | { readonly type: 'substitution'; readonly script: Command; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

/** What `${name...}` does beside naming: `:-`, `%%`, `/`, `length`, `indices` ... */
export interface Change {
  readonly operator: string;
  readonly word?: Word;
  readonly second?: Word;
}

export interface Assignment {
  readonly name: string;
  /** The element of an array that is set. */
  readonly index?: Word;
  readonly value: Word;
  /** `name=(...)`: an array, instead of the value; elements may say where they go, others follow them. */
  readonly elements?: readonly Element[];
  readonly appends: boolean;
}

export interface Element {
  readonly index?: Word;
  readonly value: Word;
}

export interface Redirect {
  readonly descriptor: number;
  /** `here` is a here-document or a here-string. */
  readonly operator: '<' | '>' | '>>' | '>&' | '<&' | '&>' | '<>' | 'here';
  readonly target: Word;
}

export interface SimpleCommand {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  /** Arrays that `declare` and its kin are given: they are set when the command is done. */
  readonly declared: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly line: number;
  /** Whether commands stand inside its words; its redirects are not looked at. */
  readonly runs: boolean;
}

export type Command =
  | SimpleCommand
  | { readonly type: 'pipeline'; readonly commands: readonly Command[]; readonly negated: boolean }
  | {
      readonly type: 'and-or';
      readonly first: Command;
      readonly rest: readonly { readonly operator: '&&' | '||'; readonly command: Command }[];
    }
  | { readonly type: 'list'; readonly items: readonly Item[] }
  | {
      readonly type: 'if';
      readonly clauses: readonly { readonly condition: Command; readonly body: Command }[];
      readonly otherwise: Command | undefined;
    }
  | {
      readonly type: 'while';
      readonly condition: Command;
      readonly body: Command;
      readonly until: boolean;
    }
  | {
      readonly type: 'for';
      readonly name: string;
      /** undefined: the positional parameters. */
      readonly words: readonly Word[] | undefined;
      readonly body: Command;
    }
  | {
      readonly type: 'count';
      readonly first: Word;
      readonly condition: Word;
      readonly next: Word;
      readonly body: Command;
    }
  | {
      readonly type: 'case';
      readonly word: Word;
      readonly clauses: readonly { readonly patterns: readonly Word[]; readonly body: Command }[];
    }
  | { readonly type: 'subshell'; readonly body: Command }
  | { readonly type: 'arithmetic'; readonly expression: Word }
  | { readonly type: 'function'; readonly name: string; readonly body: Command }
  | { readonly type: 'redirected'; readonly command: Command; readonly redirects: readonly Redirect[] };

export interface Item {
  readonly command: Command;
  readonly background: boolean;
}

/** The script cannot be read. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
  readonly line: number;
  /** More text might make a command of it. */
  readonly isUnfinished: boolean;
  constructor(message: string, line: number, isUnfinished = false) {
    super(message);
    this.line = line;
    this.isUnfinished = isUnfinished;
  }
}
