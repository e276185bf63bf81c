import type { VerifyReport } from '../VerifyReport.ts';

/** What there is to say of a verification that has found nothing. */
export function outcomeText({ isInterrupted, path, scenarios }: VerifyReport): string {
  if (scenarios.every(({ verdict }) => verdict === 'skipped'))
    return isInterrupted ? 'Nothing had been tried until then.' : 'There was no time to try anything.';
  if (isInterrupted) return 'Nothing was found until then.';
  if (path !== undefined) return 'Played again, it does not fail.';
  if (scenarios.some(({ verdict }) => verdict === 'skipped'))
    return 'Connections to this server live through what was tried; not everything was.';
  return 'Connections to this server live through all of it.';
}
