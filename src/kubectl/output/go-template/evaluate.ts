import { isFields } from '../../../machinery/json.ts';
import { goSprint } from '../go-format.ts';
import { compareCodePoints } from '../json.ts';
import { argumentFault, callFunction, isTrue } from './functions.ts';
import { TemplateError } from './lexer.ts';
import type { Branch, Command, Node, Operand, Pipeline, Place, Template } from './nodes.ts';
import { parseTemplate } from './parser.ts';
import { typeName } from './printf.ts';

export interface GoTemplateResult {
  /** What was written, up to the error if there is one. */
  readonly text: string;
  readonly error?: string;
}

export interface GoTemplate {
  execute(value: unknown): GoTemplateResult;
}

/** A Go text/template over JSON values; throws {@link TemplateError} when it does not parse. */
export function compileGoTemplate(
  source: string,
  missing: 'allow missing keys' | 'missing keys are errors' = 'allow missing keys',
): GoTemplate {
  const template = parseTemplate('output', source);
  return {
    execute: (value) => {
      const run = new Execution(template, missing === 'missing keys are errors');
      try {
        run.run(template.nodes, held(value));
        return { text: run.written() };
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        return { text: run.written(), error: error.message };
      }
    },
  };
}

/** A value and whether Go holds it in an interface: only its type's name in messages depends on that. */
interface Held {
  readonly value: unknown;
  readonly boxed: boolean;
}
const held = (value: unknown): Held => ({ value, boxed: false });
const boxed = (value: unknown): Held => ({ value, boxed: true });
const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** How a list of nodes ended. */
type Flow = 'on' | 'break' | 'continue';

interface Variable {
  readonly name: string;
  value: unknown;
}

/** Go gives up at this depth of {{template}}. */
const DEEPEST_CALL = 100_000;

class Execution {
  private readonly parts: string[] = [];
  private readonly template: Template;
  private readonly strict: boolean;
  private variables: Variable[] = [];
  private depth = 0;

  constructor(template: Template, strict: boolean) {
    this.template = template;
    this.strict = strict;
  }

  written(): string {
    return this.parts.join('');
  }

  /** Runs a whole template with `dot` as `$`. */
  run(nodes: readonly Node[], dot: Held): void {
    const outer = this.variables;
    this.variables = [{ name: '$', value: dot.value }];
    this.list(nodes, dot);
    this.variables = outer;
  }

  private list(nodes: readonly Node[], dot: Held): Flow {
    for (const node of nodes) {
      const flow = this.node(node, dot);
      if (flow !== 'on') return flow;
    }
    return 'on';
  }

  private node(node: Node, dot: Held): Flow {
    switch (node.type) {
      case 'text':
        this.parts.push(node.text);
        return 'on';
      case 'action':
        this.action(node.pipeline, dot);
        return 'on';
      case 'if':
      case 'with':
        return this.choose(node.type, node, dot);
      case 'range':
        return this.range(node, dot);
      case 'template':
        this.call(node, dot);
        return 'on';
      default:
        return node.type;
    }
  }

  private action(pipeline: Pipeline, dot: Held): void {
    const value = this.pipeline(pipeline, dot);
    if (pipeline.declare.length === 0) this.parts.push(isNothing(value) ? '<no value>' : goSprint(value));
  }

  private choose(type: 'if' | 'with', branch: Branch, dot: Held): Flow {
    const mark = this.variables.length;
    const value = this.pipeline(branch.pipeline, dot);
    const flow = isTrue(value)
      ? this.list(branch.then, type === 'with' ? held(value) : dot)
      : this.list(branch.otherwise, dot);
    this.variables.length = mark;
    return flow;
  }

  private range(branch: Branch, dot: Held): Flow {
    const mark = this.variables.length;
    const pairs = this.pairs(this.pipeline(branch.pipeline, dot, 'range'), branch.pipeline);
    const { declare, assign } = branch.pipeline;
    let flow: Flow = 'on';
    for (const [key, value] of pairs) {
      const inner = this.variables.length;
      const values = declare.length === 2 ? [key, value] : [value];
      for (const [i, name] of declare.entries()) this.set(name, values[i], assign);
      flow = this.list(branch.then, boxed(value));
      this.variables.length = inner;
      if (flow === 'break') break;
    }
    if (pairs.length === 0) flow = this.list(branch.otherwise, dot);
    this.variables.length = mark;
    return pairs.length === 0 ? flow : 'on';
  }

  private pairs(value: unknown, pipeline: Pipeline): readonly (readonly [unknown, unknown])[] {
    if (isNothing(value)) return [];
    if (Array.isArray(value)) return value.map((item, i) => [i, item]);
    if (isFields(value)) {
      return Object.keys(value)
        .sort(compareCodePoints)
        .map((key) => [key, value[key]]);
    }
    if (typeof value === 'number' && Number.isInteger(value))
      return Array.from({ length: value }, (_, i) => [i, i]);
    const place = pipeline.commands.at(-1)?.operands.at(0)?.place ?? pipeline.place;
    return this.fail(place, `range can't iterate over ${goSprint(value)}`);
  }

  private call(node: Extract<Node, { type: 'template' }>, dot: Held): void {
    const nodes = this.template.defined.get(node.name);
    if (nodes === undefined) this.fail(node.place, `template ${JSON.stringify(node.name)} not defined`);
    if (++this.depth > DEEPEST_CALL)
      this.fail(node.place, `exceeded maximum template depth (${DEEPEST_CALL})`);
    this.run(nodes, held(node.pipeline === undefined ? undefined : this.pipeline(node.pipeline, dot)));
    this.depth--;
  }

  /** The pipeline's value; declares what it declares, unless a range does that itself. */
  private pipeline(pipeline: Pipeline, dot: Held, owner: 'range' | 'other' = 'other'): unknown {
    let final: readonly [] | readonly [unknown] = [];
    for (const command of pipeline.commands) final = [this.command(command, dot, final)];
    const [value] = final;
    if (owner === 'other') for (const name of pipeline.declare) this.set(name, value, pipeline.assign);
    return value;
  }

  private set(name: string, value: unknown, assign: boolean): void {
    const known = assign ? this.variables.findLast((variable) => variable.name === name) : undefined;
    if (known === undefined) this.variables.push({ name, value });
    else known.value = value;
  }

  private command(command: Command, dot: Held, final: readonly unknown[]): unknown {
    const [first, ...rest] = command.operands;
    if (first === undefined) return undefined;
    if (first.type === 'function') return this.function(first.name, command, rest, dot, final);
    if (rest.length > 0 || final.length > 0) {
      if (first.type === 'field' && first.names.length > 0) {
        this.fail(first.place, `${first.names.at(-1)} is not a method but has arguments`);
      }
      this.fail(first.place, `can't give argument to non-function ${first.place.text}`);
    }
    if (first.type === 'nil') this.fail(first.place, 'nil is not a command');
    return this.operand(first, dot).value;
  }

  private function(
    name: string,
    command: Command,
    rest: readonly Operand[],
    dot: Held,
    final: readonly unknown[],
  ): unknown {
    const place = command.place;
    const fault = argumentFault(name, rest.length + final.length);
    if (fault !== undefined) this.fail(command.operands[0]?.place ?? place, fault);
    if (name === 'and' || name === 'or') return this.lazily(name, rest, dot, final);
    const values = [...rest.map((operand) => this.operand(operand, dot).value), ...final];
    if (name === 'call')
      this.fail(
        place,
        `error calling call: non-function ${rest[0]?.place.text} of type ${typeName(values[0])}`,
      );
    try {
      return callFunction(name, values);
    } catch (error) {
      return this.fail(
        place,
        `error calling ${name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** and, or: what comes after the deciding argument is not looked at. */
  private lazily(
    name: 'and' | 'or',
    rest: readonly Operand[],
    dot: Held,
    final: readonly unknown[],
  ): unknown {
    let value: unknown;
    for (const operand of rest) {
      value = this.operand(operand, dot).value;
      if (isTrue(value) === (name === 'or')) return value;
    }
    return final.length > 0 ? final[0] : value;
  }

  private operand(operand: Operand, dot: Held): Held {
    switch (operand.type) {
      case 'dot':
        return dot;
      case 'nil':
        return held(null);
      case 'constant':
        return held(operand.value);
      case 'field':
        return this.fields(dot, operand.names, operand.place);
      case 'variable':
        return this.fields(held(this.variable(operand.name)), operand.names, operand.place);
      case 'pipeline':
        return this.fields(held(this.pipeline(operand.pipeline, dot)), operand.names, operand.place);
      case 'function':
        return held(this.function(operand.name, { operands: [operand], place: operand.place }, [], dot, []));
    }
  }

  private variable(name: string): unknown {
    return this.variables.findLast((variable) => variable.name === name)?.value;
  }

  private fields(start: Held, names: readonly string[], place: Place): Held {
    return names.reduce((from, name) => this.field(from, name, place), start);
  }

  private field(from: Held, name: string, place: Place): Held {
    const { value } = from;
    if (value === undefined) {
      if (this.strict) this.fail(place, `nil data; no entry for key ${JSON.stringify(name)}`);
      return held(undefined);
    }
    if (value === null) return this.fail(place, `nil pointer evaluating interface {}.${name}`);
    if (!isFields(value)) {
      return this.fail(
        place,
        `can't evaluate field ${name} in type ${from.boxed ? 'interface {}' : typeName(value)}`,
      );
    }
    if (value[name] === undefined && this.strict)
      this.fail(place, `map has no entry for key ${JSON.stringify(name)}`);
    return boxed(value[name]);
  }

  private fail(place: Place, message: string): never {
    const at = `template: output:${place.line}:${place.column}: executing "output" at <${place.text}>`;
    throw new TemplateError(`${at}: ${message}`);
  }
}
