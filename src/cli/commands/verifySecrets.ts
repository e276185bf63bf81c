import { isSecretKey } from '../../../inspect/model/isSecretKey.ts';
import { scrubText } from '../../../inspect/model/scrubText.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { maskKnownSecrets } from '../../connections/maskKnownSecrets.ts';
import { fillPlaceholders } from '../../project/placeholders.ts';
import type { VerifyReport } from '../../testing/verify/VerifyReport.ts';
import type { CommandContext } from '../CommandContext.ts';
import { CliError } from '../CliError.ts';

/**
 * Makes what takes a connection's secrets out of texts: those of its configuration by their values, and whatever else looks
 * like one.
 */
export function maskSecrets(config: ConnectionConfig): (text: string) => string {
  const mask = maskKnownSecrets(config, isSecretName);
  return (text) => mask(scrubText(text));
}

/** Whether a value of this name is taken for a secret, by either of the rules that there are for names. */
const isSecretName = (name: string): boolean => isSecretKey(name) || scrubText(`?${name}=x`) !== `?${name}=x`;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A report without secrets: all that it says in words that servers, errors or configurations may have had a part in. */
export function maskReport(report: VerifyReport, mask: (text: string) => string): VerifyReport {
  return {
    ...report,
    server: mask(report.server),
    notes: report.notes.map(mask),
    scenarios: report.scenarios.map(({ failure, ...scenario }) => ({
      ...scenario,
      ...(failure !== undefined && {
        failure: {
          ...failure,
          findings: failure.findings.map((finding) => ({
            ...finding,
            message: mask(finding.message),
            advice: mask(finding.advice),
          })),
          story: failure.story.map((told) => ({
            ...told,
            step: mask(told.step),
            expected: mask(told.expected),
            happened: mask(told.happened),
          })),
        },
      }),
    })),
  };
}

/**
 * Fills `${NAME}` in what was given for `--url`, as in project files.
 *
 * @throws {CliError} without any of what was filled in
 */
export function fillUrl(url: string, environment: CommandContext['environment']): string {
  const { text, missing, problem } = fillPlaceholders(url, environment);
  if (problem !== undefined) throw new CliError(`--url: ${problem}`, 2);
  if (missing.length === 0) return text;
  throw new CliError(
    `The environment has no ${missing.join(' and no ')}: set ${missing.length === 1 ? 'it to what' : 'them to what'} --url is to have in ${missing.map((name) => `\${${name}}`).join(' and ')}.`,
    2,
  );
}

/** A URL as a command may repeat it, and the variables of the environment that stand for its secrets there. */
export interface RepeatableUrl {
  readonly url: string;
  readonly variables: readonly string[];
}

const placeholder = /^\$\{(\w+)(?::-[^}]*)?\}$/;

/**
 * A URL with a placeholder for each of its secrets: `http://h/?token=abc` becomes `http://h/?token=${URL_TOKEN}`. Those that
 * had one keep it, without its default.
 */
export function repeatableUrl(url: string): RepeatableUrl {
  const variables: string[] = [];
  const hide = (name: string, value: string): string => {
    const own = placeholder.exec(value)?.[1];
    const variable = own ?? `URL_${name.toUpperCase().replaceAll(/\W+/g, '_')}`;
    if (own === undefined && !variables.includes(variable)) variables.push(variable);
    return `\${${variable}}`;
  };
  const hidden = url
    .replace(
      /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)@/i,
      (_all, scheme: string | undefined, user: string) =>
        `${scheme ?? ''}${credentials(user)
          .map((part, index) => hide(index === 0 ? 'user' : 'password', part))
          .join(':')}@`,
    )
    .replaceAll(/([?&;])([^=&;#]+)=([^&;#]*)/g, (all, sign: string, name: string, value: string) =>
      isSecretName(decoded(name)) && value !== '' ? `${sign}${name}=${hide(decoded(name), value)}` : all,
    );
  return { url: hidden, variables };
}

/** User and password, where there are both; a colon within a placeholder parts nothing. */
function credentials(text: string): readonly string[] {
  const user = /^(?:\$\{[^}]*\}|[^:])*/.exec(text)?.[0] ?? '';
  return user.length === text.length ? [user] : [user, text.slice(user.length + 1)];
}
