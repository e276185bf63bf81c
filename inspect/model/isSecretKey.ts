/** Words that make a key a secret wherever they stand in it, even run together: `accesstoken`, `dbPassword`. */
const stems =
  /passw(?:or)?d|passphrase|secret|token|credential|authori[sz]ation|api-?key|(?:access|priv(?:ate)?|signing|encryption|session)-?key|cookie|jwt|bearer|session-?id|phpsessid|signature|csrf|xsrf|connection-?string|mnemonic|seed-?phrase|recovery-?(?:phrase|code)|(?:^|-)(?:pass|session)$/;

/** Words that do so only as a whole word: `auth` but not `author`. */
const words = new Set([
  'auth',
  'oauth',
  'pwd',
  'pw',
  'passcode',
  'creds',
  'sid',
  'dsn',
  'pfx',
  'otp',
  'mfa',
  'pin',
  'cvv',
]);

/** Words for what has secrets in it: `query` but not `queryable`. */
const holders = new Set(['headers', 'query', 'tls', 'ssl', 'proxy']);

type Kind = 'secret' | 'holder' | 'other';

const remembered = new Map<string, Kind>();
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
  return kindOf(key) !== 'other';
}

/**
 * The same for a name in a text, as in `name=value`. What only has secrets in it is none there: `tls=1.3` and `query: 12 rows`
 * are harmless.
 */
export function isSecretName(name: string): boolean {
  return kindOf(name) === 'secret';
}

function kindOf(key: string): Kind {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const kind = findKind(key);
  // Keys of records are data and may be without number.
  if (remembered.size >= rememberedAtMost) remembered.clear();
  if (key.length <= 64) remembered.set(key, kind);
  return kind;
}

function findKind(key: string): Kind {
  const dashed = key
    .slice(0, 256)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z\d]+/g, '-')
    .toLowerCase();
  const parts = dashed.split('-');
  if (stems.test(dashed) || parts.some((word) => words.has(word))) return 'secret';
  return parts.some((word) => holders.has(word)) ? 'holder' : 'other';
}
