import { test } from 'vitest';
import { expectRecorded, filesOf } from '../../support/recorded-commands.ts';
import recorded from '../../vectors/kubectl-client-1.33.json' with { type: 'json' };

const files = filesOf(recorded.files);

test.each(recorded.cases)('kubectl $argv prints what kubectl 1.33 prints', (told) =>
  expectRecorded(told, files),
);
