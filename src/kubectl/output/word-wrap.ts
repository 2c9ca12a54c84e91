/** Breaks lines at blanks so that none is longer than `limit`, as go-wordwrap does: longer words stay whole. */
export function wrapWords(text: string, limit: number): string {
  let out = '';
  let current = 0;
  let word = '';
  let blanks = '';
  const take = (): void => {
    current += blanks.length + word.length;
    out += blanks + word;
    blanks = '';
    word = '';
  };
  for (const character of text) {
    if (character === '\n') {
      if (word === '' && current + blanks.length > limit) blanks = '';
      take();
      out += '\n';
      current = 0;
    } else if (/\s/.test(character) && character !== '\u00a0') {
      if (blanks === '' || word !== '') take();
      blanks += character;
    } else {
      word += character;
      if (current + blanks.length + word.length > limit && word.length < limit) {
        out += '\n';
        current = 0;
        blanks = '';
      }
    }
  }
  return word === '' && current + blanks.length > limit ? out : out + blanks + word;
}
