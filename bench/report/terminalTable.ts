import { styleText } from 'node:util';
import { isMet, type BenchResult } from '../BenchResult.ts';
import { goalText, number, outcomeText, range } from './format.ts';

/** The table for the terminal: a row a result, and what it was made of beneath. */
export function terminalTable(results: readonly BenchResult[]): string {
  const lines: string[] = [];
  for (const result of results) {
    const mark = isMet(result) ? styleText('green', 'met   ') : styleText('red', 'missed');
    lines.push(
      '',
      styleText('bold', result.title),
      `  ${mark}  ${outcomeText(result)}  (${range(result.outcome)}; goal ${goalText(result)}; against ${result.against})`,
    );
    for (const { label, unit, own, peer } of result.figures) {
      const other = peer === undefined ? '' : `   peer ${number(peer.median)} (${range(peer)})`;
      lines.push(
        styleText('dim', `          ${label}: own ${number(own.median)} (${range(own)})${other} ${unit}`),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
