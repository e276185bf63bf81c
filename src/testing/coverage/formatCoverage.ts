import type { CoverageReport, OpenShare } from './CoverageReport.ts';

/** What is counted of a machine. */
export const coverageKinds = ['states', 'transitions', 'pairs', 'guards'] as const;
export type CoverageKind = (typeof coverageKinds)[number];

/**
 * A coverage report as text: a table, and below it what is missing and why.
 *
 * @param kinds - what to tell of. Default: everything
 */
export function formatCoverage(
  { machines }: CoverageReport,
  kinds: readonly CoverageKind[] = coverageKinds,
): string {
  const width = Math.max(7, ...machines.map(({ machine }) => machine.length));
  const head = `${'machine'.padEnd(width)}  ${kinds.map((kind) => kind.padStart(16)).join('')}`;
  const rows = machines.map(
    (machine) =>
      `${machine.machine.padEnd(width)}  ${kinds.map((kind) => cell(machine[kind]).padStart(16)).join('')}`,
  );
  const missing = machines.flatMap((machine) =>
    kinds
      .filter((kind) => machine[kind].missing.length > 0)
      .map((kind) =>
        [
          `\nNot reached, ${kind} of ${machine.machine}:`,
          ...machine[kind].missing.map(({ id, reason }) => `  ${id}\n      ${reason}`),
        ].join('\n'),
      ),
  );
  return `${[head, ...rows, ...missing].join('\n')}\n`;
}

function cell({ covered, total }: OpenShare): string {
  if (total === undefined) return `${covered} seen`;
  const percent = total === 0 ? 100 : Math.floor((100 * covered) / total);
  return `${covered}/${total} ${percent}%`;
}
