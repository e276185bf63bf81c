import type { VerifyFailure, VerifyReport } from '../VerifyReport.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { storyText } from './storyText.ts';

/** The report as JUnit's XML, which every build server reads: one case for each scenario. */
export function junitReport(report: VerifyReport, toReplay: (failure: VerifyFailure) => string): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  const cases = report.scenarios.map(({ title, verdict, ms, failure }) => {
    const head = `    <testcase classname="statewire.verify" name="${escapeMarkup(title)}" time="${seconds(ms)}"`;
    if (failure !== undefined) {
      const [main] = failure.findings;
      const text = escapeMarkup(storyText(failure, toReplay(failure)));
      const message = escapeMarkup(main?.message ?? '');
      return `${head}>\n      <failure type="${main?.rule ?? ''}" message="${message}">${text}</failure>\n    </testcase>`;
    }
    return verdict === 'skipped' ? `${head}>\n      <skipped/>\n    </testcase>` : `${head}/>`;
  });
  const count = (verdict: string): number =>
    report.scenarios.filter((scenario) => scenario.verdict === verdict).length;
  const numbers = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="${seconds(report.ms)}"`;
  const properties = {
    server: report.server,
    connection: report.connection,
    protocol: report.protocol ?? '',
    seed: String(report.seed),
  };
  const lines = Object.entries(properties).map(
    ([name, value]) => `      <property name="${name}" value="${escapeMarkup(value)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="statewire verify" ${numbers}>`,
    `  <testsuite name="${escapeMarkup(`statewire verify ${report.server}`)}" ${numbers}>`,
    '    <properties>',
    ...lines,
    '    </properties>',
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
