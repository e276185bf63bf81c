import type { BenchResult, Spread } from '../BenchResult.ts';

/** Three digits that matter, with the thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export const range = ({ least, greatest }: Spread): string => `${number(least)} to ${number(greatest)}`;

/** `0.98 (0.95 to 1.02)` */
export const withSpread = (spread: Spread): string => `${number(spread.median)} (${range(spread)})`;

export function goalText({ goal }: BenchResult): string {
  const unit = goal.unit === undefined ? '' : ` ${goal.unit}`;
  return `${goal.operator === '<=' ? '≤' : '≥'} ${goal.value}${unit}`;
}

export function outcomeText({ goal, outcome }: BenchResult): string {
  return goal.unit === undefined ? number(outcome.median) : `${number(outcome.median)} ${goal.unit}`;
}
