// A character is a code point here: "😀" is one, though JavaScript counts it as two. Only texts with surrogates, the
// halves of such characters, need to be gone through for it; all others are indexed as they are.
const surrogate = /[\ud800-\udfff]/;

/** How many characters a text has. */
export function countCharacters(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at = afterCharacter(text, at)) count += 1;
  return count;
}

/** The characters of a text, one by one. */
export function charactersOf(text: string): string[] {
  return surrogate.test(text) ? Array.from(text) : text.split('');
}

/** A part of a text: so many characters from the one at `start` on, or all that follow. */
export function sliceCharacters(text: string, start: number, count = Infinity): string {
  if (!surrogate.test(text)) return text.slice(start, start + count);
  const from = skipCharacters(text, 0, start);
  return text.slice(from, skipCharacters(text, from, count));
}

/** Where a text goes on after so many characters. */
function skipCharacters(text: string, from: number, count: number): number {
  let at = from;
  for (let skipped = 0; skipped < count && at < text.length; skipped += 1) at = afterCharacter(text, at);
  return at;
}

function afterCharacter(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}
