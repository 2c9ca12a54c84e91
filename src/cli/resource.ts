import { CommandError, type Context } from '../kubectl/command.ts';
import { NoResourceMatch } from '../kubectl/errors.ts';
import { type Mapping, mapperOf } from '../kubectl/resources/mapper.ts';

/** The kind that a word names, as `kubectl get` finds it. */
export async function resourceNamed(word: string, context: Context): Promise<Mapping> {
  try {
    return await mapperOf(context).forWord(word);
  } catch (error) {
    if (!(error instanceof NoResourceMatch)) throw error;
    throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(error.resource)}`);
  }
}
