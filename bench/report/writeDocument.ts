import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMet, type BenchResult } from '../BenchResult.ts';
import { goalText, number, outcomeText, range, withSpread } from './format.ts';
import { goalsPlot, growthPlot } from './plots.ts';
import type { Report } from './Report.ts';

const root = join(import.meta.dirname, '..', '..');
const file = join(root, 'docs', 'performance.md');
const begin = '<!-- results: written by `npm run bench` -->';
const end = '<!-- end of results -->';

function summary(results: readonly BenchResult[]): string[] {
  return [
    '| figure | measured | spread | goal | |',
    '|---|---|---|---|---|',
    ...results.map(
      (result) =>
        `| ${result.title} | **${outcomeText(result)}** | ${range(result.outcome)} | ${goalText(result)} | ${isMet(result) ? 'met' : '**missed**'} |`,
    ),
  ];
}

function details(results: readonly BenchResult[]): string[] {
  return [
    '| figure | what | Statewire | peer | peer is |',
    '|---|---|---|---|---|',
    ...results.flatMap((result) =>
      result.figures.map(
        ({ label, unit, own, peer }) =>
          `| ${result.id} | ${label}, ${unit} | ${withSpread(own)} | ${peer === undefined ? '' : withSpread(peer)} | ${peer === undefined ? '' : result.against} |`,
      ),
    ),
  ];
}

function remarks(results: readonly BenchResult[]): string[] {
  return results.flatMap(({ id, remark }) => (remark === undefined ? [] : [`- ${id}: ${remark}`]));
}

/** The part of the document that a run writes. */
export function resultsText(report: Report): string {
  const { results } = report;
  const curves = results.filter(({ id }) => id.startsWith('growth'));
  const versions = Object.entries(report.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  return [
    begin,
    '',
    `Measured on ${report.date.slice(0, 10)}: Node.js ${report.node}, ${report.platform}, ${report.processors} processors (${report.processor}); ${versions}. ${report.rounds} rounds at least, scale ${report.scale}, load before the start ${number(report.load)} a processor.`,
    '',
    ...summary(results),
    '',
    '![Each figure by its goal](images/performance-goals.svg)',
    '',
    ...curves.flatMap(({ id, title }) => [`![${title}](images/performance-${id}.svg)`, '']),
    '### What the figures are made of',
    '',
    'Medians, and the least and the greatest in brackets.',
    '',
    ...details(results),
    '',
    ...remarks(results),
    '',
    end,
  ].join('\n');
}

/** Writes tables and plots into `docs/`, and leaves alone what people have written there. */
export function writeDocument(report: Report): void {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the results.`);
  writeFileSync(file, text.slice(0, from) + resultsText(report) + text.slice(to + end.length));
  const images = join(root, 'docs', 'images');
  writeFileSync(join(images, 'performance-goals.svg'), goalsPlot(report.results));
  for (const result of report.results)
    if (result.id.startsWith('growth'))
      writeFileSync(join(images, `performance-${result.id}.svg`), growthPlot(result));
}
