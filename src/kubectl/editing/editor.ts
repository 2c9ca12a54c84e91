import { CommandError, type Context } from '../command.ts';

/** Opens a file in the user's editor and waits until it is closed. */
export async function launchEditor(path: string, { environment, runProcess }: Context): Promise<void> {
  const editor = environment['KUBE_EDITOR'] || environment['EDITOR'] || 'vi';
  const { exit } = await runProcess(
    commandFor(editor, path, environment['SHELL'] || '/bin/bash'),
    'attached',
  );
  if (exit !== 0) throw new CommandError(`there was a problem with the editor ${JSON.stringify(editor)}`);
}

/** An editor with quotes in it is left to the shell. */
function commandFor(editor: string, path: string, shell: string): readonly string[] {
  if (!editor.includes(' ')) return [editor, path];
  if (!/["'\\]/.test(editor)) return [...editor.split(' '), path];
  return [shell, '-c', `${editor} ${JSON.stringify(path)}`];
}
