import { expect, test } from 'vitest';
import { kubectl } from '../../../support/memory-kubectl.ts';
import recorded from '../../../vectors/kubectl-kustomize-1.33.json' with { type: 'json' };

const texts: Readonly<Record<string, string>> = recorded.texts;

test.each(recorded.cases.map((one, number) => ({ ...one, number })))(
  'kustomization $number is built as kubectl 1.33 builds it',
  async ({ argv, files, stdout, stderr, exit }) => {
    const read = Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' ? content : (texts[content.text] ?? ''),
    ]);
    const told = await kubectl(argv, { files: Object.fromEntries(read) });
    const here = (text: string): string => text.replaceAll(process.cwd(), '/W');
    expect({ ...told, requests: [], stderr: here(told.stderr) }).toEqual({
      stdout,
      stderr,
      exit,
      requests: [],
    });
  },
);
