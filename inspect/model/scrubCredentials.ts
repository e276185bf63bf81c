/** What stands where a secret was. */
export const replacement = '[redacted]';

/**
 * Takes out what cannot be anything else than a secret, wherever it stands: user and password of a URL, what follows `Bearer`
 * or `Basic`, JSON Web Tokens, access tokens that their makers begin with a sign of their own.
 */
export function scrubCredentials(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .replaceAll(/\w:\/\/[^\s"]+/g, (urls) => {
      const [scheme = '', ...rests] = urls.split('://');
      return [scheme, ...rests.map(withoutUser)].join('://');
    })
    .replaceAll(/\b((?:Bearer|Basic)\s+["']?)[\w.~+/-]{6,}=*/gi, `$1${replacement}`)
    .replaceAll(/\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}/g, replacement)
    .replaceAll(signedToken, replacement);
}

// Prefixes as GitHub, GitLab, npm, Slack and Stripe document them for whoever looks for leaked secrets.
const signedToken =
  /\b(?:(?:gh[oprsu]_|npm_|[rs]k_(?:live|test)_)[A-Za-z\d]{16,}|(?:github_pat_|glpat-|xox[abeprs]-)[\w-]{16,})/g;

// One cheap look before the replacements: most texts hold none of it.
const suspicious =
  /:\/\/|bearer|basic|eyJ|gh[oprsu]_|github_pat_|glpat-|npm_|xox[abeprs]-|[rs]k_(?:live|test)_/i;

/** A URL from its host on. Passwords that nobody escaped may hold any sign: theirs is the last `@` there is. */
function withoutUser(rest: string): string {
  const authority = rest.slice(0, /[/?#]|$/.exec(rest)?.index);
  const at = (hasPassword.test(authority) ? rest : authority).lastIndexOf('@');
  return at < 0 ? rest : replacement + rest.slice(at);
}

/** A colon with no port behind it, and not one of an IPv6 address. */
const hasPassword = /^[^:@[]*:(?!\d{1,5}$)/;
