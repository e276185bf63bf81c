import { CliError } from './CliError.ts';

/** A failure as a sentence for people: never a stack trace, unless `STATEWIRE_DEBUG` asks for it. */
export function describeFailure(
  error: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (error instanceof CliError) return `statewire: ${error.message}`;
  const { STATEWIRE_DEBUG: debug = '' } = environment;
  if (debug !== '' && error instanceof Error) return `statewire: ${error.stack ?? error.message}`;
  const message = error instanceof Error ? error.message : String(error);
  return `statewire: ${message.replaceAll(/\s*\n\s*/g, ' ')} (STATEWIRE_DEBUG=1 shows where)`;
}
