import { test } from 'vitest';
import { expectRecorded, filesOf } from '../../support/recorded-commands.ts';
import recorded from '../../vectors/kubectl-offline-1.33.json' with { type: 'json' };

const files = filesOf(recorded.files);

test.each(recorded.cases)('kubectl $argv says what kubectl 1.33 says', (told) => expectRecorded(told, files));
