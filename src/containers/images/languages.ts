import type { Program } from '../../shell/shell.ts';
import type { Image } from './image.ts';

/** Digits of pi as `bpi` gives them, by Machin's formula in whole numbers. */
export function digitsOfPi(count: number): string {
  const guard = 10;
  const unity = 10n ** BigInt(count + guard);
  const arctangent = (inverse: bigint): bigint => {
    let term = unity / inverse;
    let sum = term;
    for (let odd = 3n, sign = -1n; term !== 0n; odd += 2n, sign = -sign) {
      term /= inverse * inverse;
      sum += (sign * term) / odd;
    }
    return sum;
  };
  const pi = 4n * (4n * arctangent(5n) - arctangent(239n));
  const text = ((pi + 5n * 10n ** BigInt(guard)) / 10n ** BigInt(guard + 1)).toString();
  return `${text[0]}.${text.slice(1)}`;
}

const DIGITS_MOST = 20_000;

/** The one-liners that lessons run: `print bpi(2000)`, `print "text"`. */
const perl: Program = ({ shell, args }) => {
  const script = args.at(-1) ?? '';
  const digits = /bpi\((\d+)\)/.exec(script)?.[1];
  const text = /^print\s+"([^"]*)"/.exec(script)?.[1];
  if (digits !== undefined) shell.out(`${digitsOfPi(Math.min(Number(digits), DIGITS_MOST) - 1)}\n`);
  else if (text !== undefined)
    shell.out(`${text.replaceAll('\\n', '\n')}${args.some((arg) => /^-\w*l/.test(arg)) ? '\n' : ''}`);
  return 0;
};

const PYTHON = `case "$1" in
  -m) shift; [ "$1" = http.server ] && sleep infinity; exit 0;;
  -V|--version) echo 'Python 3.12.4'; exit 0;;
  '') exit 0;;
esac
exit 0
`;

/** Languages with their interpreters: what stands in their files is not run. */
export const languages: Readonly<Record<string, Image>> = {
  perl: { arguments: ['perl'], programs: new Map([['perl', perl]]) },
  python: {
    arguments: ['python3'],
    programs: new Map([
      ['python3', PYTHON],
      ['python', PYTHON],
    ]),
  },
};
