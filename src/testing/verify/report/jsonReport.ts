import type { VerifyFailure, VerifyReport } from '../VerifyReport.ts';

/** The report as JSON: all of it, each failure with the command that replays it. */
export function jsonReport(report: VerifyReport, toReplay: (failure: VerifyFailure) => string): string {
  const scenarios = report.scenarios.map((scenario) => ({
    ...scenario,
    ...(scenario.failure && { failure: { ...scenario.failure, replay: toReplay(scenario.failure) } }),
  }));
  return `${JSON.stringify({ ...report, scenarios }, null, 2)}\n`;
}
