import { lookup } from 'node:dns/promises';
import { constants } from 'node:fs';
import { access, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { isConnectionError } from '../../../machines/ConnectionError.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { formatDiagnostic, hasErrors } from '../../project/Diagnostic.ts';
import { didYouMean, suggest } from '../../project/suggest.ts';
import { faultNames, type FaultName } from '../../testing/verify/faults.ts';
import { isThisMachine } from '../../testing/verify/isThisMachine.ts';
import { htmlReport } from '../../testing/verify/report/htmlReport.ts';
import { jsonReport } from '../../testing/verify/report/jsonReport.ts';
import { junitReport } from '../../testing/verify/report/junitReport.ts';
import type { VerifyFailure, VerifyReport } from '../../testing/verify/VerifyReport.ts';
import { checkPath } from '../../testing/verify/checkPath.ts';
import { hostsOf, verify as verifyServer } from '../../testing/verify/verify.ts';
import { checkFile } from '../checkFile.ts';
import { CliError } from '../CliError.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { listenForSignals } from '../listenForSignals.ts';
import { readTerminal } from '../Terminal.ts';
import {
  reportForms,
  transportNames,
  type ProtocolName,
  type ReportForm,
  type TransportName,
} from './verifyOptions.ts';
import { fillUrl, maskReport, maskSecrets, repeatableUrl } from './verifySecrets.ts';
import { formatVerdict } from './verifyVerdict.ts';
import { showProgress } from './verifyProgress.ts';

export interface VerifyCommandOptions {
  readonly connection?: string;
  readonly url?: string;
  readonly transports?: readonly TransportName[];
  readonly protocol?: ProtocolName;
  readonly report?: ReportForm;
  readonly out?: string;
  readonly seed?: number;
  readonly path?: string;
  readonly runs?: number;
  readonly faults?: readonly FaultName[];
  readonly time?: number;
  readonly calm?: number;
  readonly send?: string;
  readonly remote?: boolean;
}

const writers: Readonly<Record<ReportForm, typeof jsonReport>> = {
  junit: junitReport,
  json: jsonReport,
  html: htmlReport,
};

/**
 * `statewire verify`: whether connections to a server live through what networks and servers do. Exit code 0 where they
 * do, 1 where not, 2 where it cannot be asked.
 */
export async function verify(
  file: string | undefined,
  options: VerifyCommandOptions,
  { output, environment }: CommandContext,
): Promise<ExitCode> {
  if (options.faults?.length === 0) throw new CliError(`Name a fault: --faults ${faultNames.join(',')}.`, 2);
  const config = await readConfig(file, options, environment, (text) => output.stderr.write(text));
  const mask = maskSecrets(config);
  await checkHosts(config, options.remote === true);
  try {
    checkPath(options, (path, names) => didYouMean(suggest(path, names)));
  } catch (error) {
    throw asMistake(error, mask);
  }
  const form = await checkOut(file, options);
  const screen = readTerminal({ environment, platform: process.platform, output: process.stdout });
  const bar = showProgress(
    readTerminal({ environment, platform: process.platform, output: process.stderr }),
    environment['TERM'] === 'dumb' ? {} : process.stderr,
    (text) => output.stderr.write(text),
  );
  const abort = new AbortController();
  output.onClosed(() => abort.abort());
  const unlisten = listenForSignals(() => abort.abort());
  const found = await verifyServer(config, {
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.path !== undefined && { path: options.path }),
    ...(options.runs !== undefined && { runs: options.runs }),
    ...(options.faults !== undefined && { faults: options.faults }),
    ...(options.time !== undefined && { time: options.time * 1000 }),
    ...(options.calm !== undefined && { calm: options.calm * 1000 }),
    ...(options.send !== undefined && { send: options.send }),
    isGentle: options.remote === true,
    onProgress: bar.show,
    signal: abort.signal,
  })
    .catch((error: unknown) => {
      // Of its configuration, or of the event that it is to send: nothing has been tried yet.
      throw asMistake(error, mask);
    })
    .finally(() => {
      bar.clear();
      unlisten();
    });

  const report = maskReport(found, mask);
  const { url, variables } = repeatableUrl(options.url ?? '');
  const toReplay = (failure: VerifyFailure): string =>
    replayCommand(file, { ...options, url }, report, failure);
  // A report without a file is what a program reads: people read the rest of it.
  const isPiped = form !== undefined && options.out === undefined;
  (isPiped ? output.stderr : output.stdout).write(formatVerdict(report, screen, toReplay, variables));
  if (form !== undefined) {
    const text = writers[form](report, toReplay);
    if (options.out === undefined) output.stdout.write(text);
    else {
      await writeFile(options.out, text).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CliError(`The report cannot be written: ${reason}.`);
      });
      output.stdout.write(`  ${screen.colours.dim('report')}      ${options.out}\n\n`);
    }
  }
  return report.verdict === 'passed' && !report.isInterrupted ? 0 : 1;
}

async function readConfig(
  file: string | undefined,
  { connection, url, transports, protocol }: VerifyCommandOptions,
  environment: CommandContext['environment'],
  writeError: (text: string) => void,
): Promise<ConnectionConfig> {
  if ((file === undefined) === (url === undefined))
    throw new CliError('Name a project file, or give a server with --url: one of the two.', 2);
  if (url !== undefined) {
    if (connection !== undefined)
      throw new CliError('--connection is a name in a project file: it does not go with --url.', 2);
    if (transports?.length === 0)
      throw new CliError(`Name a transport: --transports ${transportNames.join(',')}.`, 2);
    const filled = fillUrl(url, environment);
    return checked({
      name: 'server',
      url: /^[a-z]+:\/\//i.test(filled) ? filled : `http://${filled}`,
      ...(transports !== undefined && { transports }),
      ...(protocol !== undefined && { protocol }),
    });
  }
  if (transports !== undefined)
    throw new CliError(
      '--transports goes with --url: in a project the connection has them as its `transports`.',
      2,
    );
  if (protocol !== undefined)
    throw new CliError(
      '--protocol goes with --url: in a project the connection has it as its `protocol`.',
      2,
    );
  const { project, diagnostics } = await checkFile(file ?? '', { environment });
  if (project === undefined || hasErrors(diagnostics)) {
    for (const diagnostic of diagnostics) writeError(`${formatDiagnostic(diagnostic)}\n`);
    throw new CliError(`${file} does not validate.`, 2);
  }
  const { connections } = project.settings.socketio;
  const names = connections.map(({ name }) => name);
  const list = names.length === 0 ? 'It has none.' : `There are: ${names.join(', ')}.`;
  if (connection === undefined && connections.length !== 1)
    throw new CliError(`Say which connection of ${file} with --connection NAME. ${list}`, 2);
  const found = connections.find(({ name }) => connection === undefined || name === connection);
  if (found === undefined)
    throw new CliError(
      `${file} has no connection ${JSON.stringify(connection)}.${didYouMean(suggest(connection ?? '', names))} ${list}`,
      2,
    );
  return checked(found);
}

/** A configuration that a connection can be made of, as far as that shows without making it. */
function checked(config: ConnectionConfig): ConnectionConfig {
  try {
    hostsOf(config);
    return config;
  } catch (error) {
    throw asMistake(error, maskSecrets(config));
  }
}

/** What was refused before anything was tried, as the command says it. */
function asMistake(error: unknown, mask: (text: string) => string): unknown {
  return isConnectionError(error) ? new CliError(mask(error.message), 2) : error;
}

async function checkHosts(config: ConnectionConfig, isRemoteAllowed: boolean): Promise<void> {
  if (isRemoteAllowed) return;
  for (const host of hostsOf(config)) {
    if (await isThisMachine(host)) continue;
    const problem = await lookup(host).then(
      () => undefined,
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
    );
    // An HTTP proxy may know hosts that this machine does not.
    if (problem !== undefined && config.proxy === undefined)
      throw new CliError(
        `${host} has no address (${problem}): check its spelling, and the DNS of this machine.`,
        2,
      );
    throw new CliError(
      `${host} is not this machine. \`verify\` connects and breaks off hundreds of times, which others may take for an attack: add --remote if you may do that to it.`,
      2,
    );
  }
}

const formsByEnding: Readonly<Record<string, ReportForm>> = {
  '.xml': 'junit',
  '.json': 'json',
  '.html': 'html',
};

/** Found out before the minute, not after it. */
async function checkOut(
  file: string | undefined,
  { report, out }: VerifyCommandOptions,
): Promise<ReportForm | undefined> {
  if (out === undefined) return report;
  const form = report ?? formsByEnding[extname(out).toLowerCase()];
  if (form === undefined)
    throw new CliError(`Say which report ${out} is to be: --report ${reportForms.join(' | ')}.`, 2);
  const existing = await stat(out).catch(() => undefined);
  if (existing === undefined) {
    const folder = dirname(resolve(out));
    await access(folder, constants.W_OK).catch(() => {
      throw new CliError(
        `The report cannot be written: there is no folder ${folder} that may be written to.`,
        2,
      );
    });
    return form;
  }
  if (existing.isDirectory())
    throw new CliError(`The report cannot be written: ${out} is a folder. Name a file in it.`, 2);
  if (file !== undefined && (await realpath(out)) === (await realpath(file)))
    throw new CliError(`The report would take the place of ${file}: name another file.`, 2);
  await access(out, constants.W_OK).catch(() => {
    throw new CliError(
      `The report cannot be written: ${out} is there, and may not be written to. Name another file.`,
      2,
    );
  });
  return form;
}

/** The command that makes a failure happen again. */
function replayCommand(
  file: string | undefined,
  options: VerifyCommandOptions,
  { seed, connection }: VerifyReport,
  { path, isConfirmed }: VerifyFailure,
): string {
  const parts = ['statewire', 'verify'];
  if (file === undefined) parts.push('--url', quoted(options.url ?? ''));
  else parts.push(quoted(file), '--connection', quoted(connection));
  parts.push('--seed', String(seed));
  // What depends on what came before needs all that came before.
  if (isConfirmed !== false) parts.push('--path', path);
  else {
    if (options.runs !== undefined) parts.push('--runs', String(options.runs));
    if (options.time !== undefined) parts.push('--time', String(options.time));
  }
  if (options.calm !== undefined) parts.push('--calm', String(options.calm));
  if (options.transports !== undefined) parts.push('--transports', options.transports.join(','));
  if (options.protocol !== undefined) parts.push('--protocol', options.protocol);
  if (options.faults !== undefined) parts.push('--faults', options.faults.join(','));
  if (options.send !== undefined) parts.push('--send', quoted(options.send));
  if (options.remote === true) parts.push('--remote');
  return parts.join(' ');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
