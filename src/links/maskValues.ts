/** What stands in a secret's place. */
export const replacement = '[redacted]';
/** What is shorter is in every other word: to replace it would hide more than it keeps. */
const shortest = 3;

/** Makes what takes these values out of texts, as they are and as URLs and JSON have them. */
export function maskValues(values: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const value of values)
    if (value.length >= shortest)
      for (const form of [value, ...inUrls(value), JSON.stringify(value).slice(1, -1)]) forms.add(form);
  // The longest first: one may hold another.
  const ordered = [...forms].toSorted((one, other) => other.length - one.length);
  return (text) => {
    const found = ordered.filter((form) => text.includes(form));
    if (found.length === 0) return text;
    const known = found.map((form) => form.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|');
    // Not within words: `user` as a secret leaves `users` alone.
    return text.replaceAll(new RegExp(`(?<!\\w)(?:${known})(?!\\w)`, 'g'), replacement);
  };
}

/** As browsers and libraries write it, which do not agree on spaces and a few signs. */
function inUrls(value: string): readonly string[] {
  const parameters = new URLSearchParams({ value });
  // Read back: half a pair of surrogates is no text that a URL could have.
  return [encodeURIComponent(parameters.get('value') ?? ''), parameters.toString().slice('value='.length)];
}
