import { errorCodes, type ErrorPhase } from '../../machines/errorCodes.ts';

/** What each phase is, in the order in which a connection meets them. */
const phases: Readonly<Record<ErrorPhase, string>> = {
  usage: 'How connections are configured and used. Thrown at the call.',
  probe: 'Asking the server for its protocol.',
  transport: 'Reaching the server, opening the engine connection, keeping it.',
  credentials: 'Getting credentials from an `auth` function or an `offset` hook.',
  namespace: 'Joining a namespace and staying in it. An error of one namespace, not of the connection.',
  send: 'One message on its way out: thrown by `send`, the rejection of a `request`, or the reason of `dropped`.',
  receive: 'Handing out what has come.',
};

const intro = `# Errors

<!-- Generated from machines/errorCodes.ts by \`npm run docs:errors\`. -->

Everything that goes wrong with a connection is reported, rejected or thrown as a \`ConnectionError\`: data with a stable
\`code\`, not a text to be searched. \`connection.on('error', …)\` hears all that nobody waits for; a \`request\` rejects with
its own.

| field | holds |
| --- | --- |
| \`code\` | one of the tables below |
| \`phase\` | the part of the connection's life it belongs to: the heading of its table |
| \`message\` | a sentence for people, with the place and the way out; never a secret |
| \`retryable\` | whether the connection goes on trying by itself; of one error, this counts, and not the table |
| \`connection\`, \`namespace\`, \`eventName\` | whose it is, where that can be said |
| \`status\` | the HTTP status of a refused handshake |
| \`data\` | what the server sent along: the \`data\` of a middleware's error, the body of an HTTP answer |
| \`retryAt\` | when the next try is due, in ms since the epoch |

Servers like to repeat what they were given. In \`message\` and in the texts of \`data\`, whole words that are a value of the
connection's credentials (those of an \`auth\` function, too), \`extraHeaders\`, \`query\`, \`tls.passphrase\` or of user and password in a URL
stand as \`[redacted]\`, from three characters on and unless they name the connection or a namespace.

Two are tried once more before they are final, because credentials may have expired: \`handshake-refused\` (its first report
has \`retryable: true\`) and \`namespace-denied\` (reported when the second try was denied as well). With \`reconnection: false\`, or
once \`reconnectionAttempts\` are used up, no failure is tried again. With \`protocol: "auto"\` a \`protocol-mismatch\` is tried
again, after a new probe.
`;

/** The text of docs/errors.md: every code with its phase, meaning, whether it is tried again, and what to do. */
export function errorsDocument(): string {
  const sections = Object.entries(phases).flatMap(([phase, meaning]) => {
    const rows = Object.entries(errorCodes)
      .filter(([, facts]) => facts.phase === phase)
      .map(
        ([code, facts]) =>
          `| \`${code}\` | ${facts.meaning} | ${facts.retryable ? 'yes' : 'no'} | ${facts.advice} |`,
      );
    if (rows.length === 0) return [];
    return [
      `## ${phase}`,
      '',
      meaning,
      '',
      '| code | what it means | tried again | what to do |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ];
  });
  return `${intro}\n${sections.join('\n')}`;
}
