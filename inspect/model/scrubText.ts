import { isSecretKey, isSecretName } from './isSecretKey.ts';
import { replacement, scrubCredentials } from './scrubCredentials.ts';

/**
 * Takes secrets out of a text that is shown for its own sake (a URL, a message of an error, JSON): all that
 * {@link scrubCredentials} does, and values whose names look like a secret, in queries and fragments of URLs, forms, JSON,
 * headers and connection strings. Takes a time that is linear in the text's length.
 */
export function scrubText(text: string): string {
  return scrubNamed(scrubCredentials(text));
}

/**
 * The beginning of a text, without secrets and without the beginnings of secrets.
 *
 * @param length - at most, in UTF-16 units
 */
export function scrubStart(text: string, length: number): string {
  const start = text.slice(0, length + ahead);
  if (start.length === text.length) return scrubText(text).slice(0, length);
  const scrubbed = scrubText(start + anyEnd);
  return scrubbed.slice(
    0,
    Math.min(length, scrubbed.length - (scrubbed.endsWith(anyEnd) ? anyEnd.length : 0)),
  );
}

/** Read beyond what is shown: most secrets that begin in sight end there. */
const ahead = 256;

/** How a secret that is cut may go on: with it, what could become a password, a token or an access key is one. */
const anyEnd = '0000000000@';

function scrubNamed(text: string): string {
  let scrubbed = '';
  let done = 0;
  // `matchAll` copies the expression, which for short texts takes longer than all else.
  named.lastIndex = 0;
  for (let found = named.exec(text); found !== null; found = named.exec(text)) {
    const value = valueAfter(found, text);
    if (value === undefined) continue;
    const start = named.lastIndex;
    value.lastIndex = start;
    if (!value.test(text)) continue;
    scrubbed += text.slice(done, start) + replacement;
    done = value.lastIndex;
    named.lastIndex = done;
  }
  return done === 0 ? text : scrubbed + text.slice(done);
}

// Every part is bounded, so that no text takes more than linear time; it begins with the sign, as that is rare.
/** The sign between a name and its value: `name=`, `"name": `, `\"name\":`, `Name: Bearer `. */
const named =
  /[=:](?<=(^|[^\w%-])([\w%-]{1,128})(\\{0,3}["'])?[ \t]{0,2}[=:])(?![=>:]|\/\/)[ \t]{0,2}((?:Bearer|Basic|Token)[ \t]{1,2})?/gi;

/** Names in a URL that are none of a secret elsewhere. */
const urlName = /token|secret|passw|auth|credential|session|signature|key$|^(?:sid|sig|code)$/i;

// Sticky: what is read begins where the name ends.
const quoted = String.raw`\\{0,3}(?:"[^"\\]*(?:\\[^][^"\\]*)*"?|'[^'\\]*(?:\\[^][^'\\]*)*'?)`;
/** Ends at a `;` only where another name follows, as in connection strings. */
const assigned = new RegExp(String.raw`${quoted}|(?:[^\s&#"';]|;(?![\w -]{1,64}=))+`, 'y');
const ofJson = new RegExp(String.raw`${quoted}|[{[][^}\]]*[}\]]?|(?!(?:true|false|null)\b)[^\s,}\]]+`, 'y');
const cookies = /(?=[^\r\n]{0,256}=)[^\r\n]+/y;
const word = /\S+/y;
/** What is hardly a word of a language. */
const wordWithDigit = /(?=\S{0,64}\d)\S{6,}/y;

/** What the value after a name looks like; `undefined` if it is no secret. */
function valueAfter(found: RegExpExecArray, text: string): RegExp | undefined {
  const [head, before = '', name = '', quote, scheme] = found;
  if (head.startsWith('=')) {
    const isInUrl = /[?&;#]/.test(before);
    return isSecretName(name) || (isInUrl && urlName.test(name)) ? assigned : undefined;
  }
  if (quote !== undefined) return isSecretKey(name) ? ofJson : undefined;
  if (!isSecretName(name)) return undefined;
  if (/["'\\]/.test(text.charAt(found.index + head.length))) return ofJson;
  if (/cookie/i.test(name)) return cookies;
  // In prose, `token: see the manual` is no secret; nobody writes prose after `X-Api-Key`.
  return scheme !== undefined || /[-_]|[a-z][A-Z]/.test(name) ? word : wordWithDigit;
}
