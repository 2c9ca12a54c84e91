import { CommandError } from '../command.ts';
import type { AnyObject } from '../resources/object.ts';
import { goQuote, goSprint } from './go-format.ts';
import { compileGoTemplate, type GoTemplate } from './go-template/evaluate.ts';
import { compactJson } from './json.ts';
import { messageOf } from './jsonpath.ts';

/** `-o go-template=TEMPLATE`. */
export function goTemplatePrinter(
  source: string,
  missing: 'allowed' | 'refused',
): (object: AnyObject) => string {
  const template = compile(source, missing);
  return (object) => {
    const { text, error } = template.execute(object);
    if (error === undefined) return text;
    // What was written so far, and what may help to find the fault, goes to stdout.
    const printed =
      `${text}Error executing template: ${error}. Printing more information for debugging the template:\n` +
      `\ttemplate was:\n\t\t${source}\n` +
      `\traw data was:\n\t\t${compactJson(object)}\n` +
      `\tobject given to template engine was:\n\t\t${goSprint(object)}\n\n`;
    throw new CommandError(`error executing template ${goQuote(source)}: ${error}`, 1, printed);
  };
}

function compile(source: string, missing: 'allowed' | 'refused'): GoTemplate {
  try {
    return compileGoTemplate(
      source,
      missing === 'allowed' ? 'allow missing keys' : 'missing keys are errors',
    );
  } catch (error) {
    throw new CommandError(`error parsing template ${source}, ${messageOf(error)}`);
  }
}
