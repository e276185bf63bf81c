/** Units that are counted one by one; the rest of a longer text is taken to be like them. */
const mostCounted = 65_536;

/** How many bytes a text takes as UTF-8: exact up to 65,536 units, and for ASCII. */
export function utf8Size(text: string): number {
  const counted = Math.min(text.length, mostCounted);
  let bytes = counted;
  for (let index = 0; index < counted; index += 1) {
    const unit = text.charCodeAt(index);
    // Two units of a pair are four bytes together.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return counted === text.length ? bytes : Math.round((bytes / counted) * text.length);
}
