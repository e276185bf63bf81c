const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold at all. */
const isForbidden = (sign: string): boolean =>
  sign === '\ufffe' || sign === '\uffff' || (sign < ' ' && !'\t\n\r'.includes(sign));

/** Text as XML and HTML have it; what XML cannot hold at all is left out. */
export function escapeMarkup(text: string): string {
  return Array.from(text, (sign) => (isForbidden(sign) ? '' : (entities[sign] ?? sign))).join('');
}
