import type { CoverageReport, Share } from './CoverageReport.ts';

/** A coverage report as text: a table, and below it what is missing and why. */
export function formatCoverage({ machines }: CoverageReport): string {
  const kinds = ['states', 'transitions', 'pairs', 'guards'] as const;
  const width = Math.max(7, ...machines.map(({ machine }) => machine.length));
  const head = `${'machine'.padEnd(width)}  ${kinds.map((kind) => kind.padStart(16)).join('')}`;
  const rows = machines.map(
    (machine) => `${machine.machine.padEnd(width)}  ${kinds.map((kind) => cell(machine[kind]).padStart(16)).join('')}`,
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

function cell({ covered, total }: Share): string {
  const percent = total === 0 ? 100 : Math.floor((100 * covered) / total);
  return `${covered}/${total} ${percent}%`;
}
