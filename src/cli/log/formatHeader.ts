import type { Terminal } from '../Terminal.ts';

/** What is good to know before the log begins: a label and what it stands for. */
export type HeaderLine = readonly [label: string, text: string];

/** The lines before a log for people, in two columns, with an empty one after them. */
export function formatHeader(lines: readonly HeaderLine[], { colours }: Pick<Terminal, 'colours'>): string {
  const width = Math.max(0, ...lines.map(([label]) => label.length));
  const rows = lines.map(([label, text]) => `  ${colours.dim(label.padEnd(width))}  ${text}\n`);
  return rows.length === 0 ? '' : `\n${rows.join('')}\n`;
}
