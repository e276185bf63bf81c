/** What stands where a secret was. */
export const replacement = '[redacted]';

/**
 * Takes out what cannot be anything else than a secret, wherever it stands: user and password of a URL, what follows `Bearer`
 * or `Basic`, JSON Web Tokens, access tokens that their makers begin with a sign of their own.
 */
export function scrubCredentials(text: string): string {
  const rest = text.length < shortestToken ? text : text.replaceAll(signedToken, replacement);
  if (!suspicious.test(rest)) return rest;
  return rest
    .replaceAll(/\w:\/\/[^\s"]+/g, (urls) => {
      const [scheme = '', ...rests] = urls.split('://');
      return [scheme, ...rests.map(withoutUser)].join('://');
    })
    .replaceAll(/\b((?:Bearer|Basic)\s+["']?)[\w.~+/-]{6,}=*/gi, `$1${replacement}`)
    .replaceAll(/\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}/g, replacement);
}

// Prefixes as GitHub, GitLab, npm, Slack and Stripe document them for whoever looks for leaked secrets.
const signedToken =
  /\b(?:(?:gh[oprsu]_|npm_|[rs]k_(?:live|test)_)[A-Za-z\d]{16,}|(?:github_pat_|glpat-|xox[abeprs]-)[\w-]{16,})/g;
/** Names of events and keys are shorter, and spared the search. */
const shortestToken = 20;

// One cheap look before three replacements: most texts hold none of it.
const suspicious = /:\/\/|bearer|basic|eyJ/i;

/** A URL from its host on. Passwords that nobody escaped may hold any sign: theirs is the last `@` there is. */
function withoutUser(rest: string): string {
  const authority = rest.slice(0, /[/?#]|$/.exec(rest)?.index);
  const at = (hasPassword.test(authority) ? rest : authority).lastIndexOf('@');
  return at < 0 ? rest : replacement + rest.slice(at);
}

/** A colon with no port behind it, and not one of an IPv6 address. */
const hasPassword = /^[^:@[]*:(?!\d{1,5}$)/;
