/** Words that make a key a secret wherever they stand in it, even run together: `accesstoken`, `dbPassword`. */
const stems =
  /passw(?:or)?d|passphrase|secret|token|credential|authori[sz]ation|api-?key|(?:access|private|signing|encryption)-?key|cookie|jwt|bearer/;

/** Words that do so only as a whole word: `auth` but not `author`, `query` but not `queryable`. */
const words = new Set([
  'auth',
  'oauth',
  'pwd',
  'passcode',
  'headers',
  'query',
  'tls',
  'ssl',
  'proxy',
  'pfx',
  'otp',
  'pin',
  'cvv',
]);

const remembered = new Map<string, boolean>();
const rememberedAtMost = 4096;

/**
 * Whether a value under this key is left out of everything that leaves the process. Errs on the safe side: `maxTokens` is
 * taken for a secret. Case and the way words are joined do not matter.
 *
 * @example
 * isSecretKey('X-Auth-Token'); // true
 * isSecretKey('author'); // false
 */
export function isSecretKey(key: string): boolean {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const secret = looksSecret(key);
  // Keys of records are data and may be without number.
  if (remembered.size >= rememberedAtMost) remembered.clear();
  if (key.length <= 64) remembered.set(key, secret);
  return secret;
}

function looksSecret(key: string): boolean {
  const dashed = key
    .slice(0, 256)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z\d]+/g, '-')
    .toLowerCase();
  return stems.test(dashed) || dashed.split('-').some((word) => words.has(word));
}
