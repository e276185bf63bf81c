import { durationText } from '../durationText.ts';
import type { VerifyReport } from '../VerifyReport.ts';

/** How much was tried, in a line. */
export function countsText({ counts, ms }: VerifyReport): string {
  const { runs, steps, attempts, connects, joins, drops, sent, longest } = counts;
  const parts = [
    ...(runs === 0 ? [] : [numberOf(runs, 'random sequence')]),
    numberOf(steps, 'step'),
    `${numberOf(connects, 'time')} connected in ${numberOf(attempts, 'try', 'tries')}`,
    numberOf(joins, 'join'),
    numberOf(drops, 'drop'),
    ...(sent === 0 ? [] : [numberOf(sent, 'message')]),
    ...(connects === 0 ? [] : [`the longest undisturbed connection ${durationText(longest)}`]),
  ];
  return `${parts.join(', ')}, in ${durationText(ms)}`;
}

const numberOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
