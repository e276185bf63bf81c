import type { Alternation, Sample } from '../alternate.ts';
import type { Figure } from '../BenchResult.ts';
import type { Spent } from '../processes/meter.ts';
import { spreadOf } from '../statistics.ts';

/** What a lot of messages took, for each. */
export function perMessage({ cpu, time }: Spent, count: number): Sample {
  return { cpu: cpu / count, rate: count / (time / 1000) };
}

/** CPU and throughput of both sides. */
export function messageFigures({ own, peer }: Alternation): Figure[] {
  const spreads = (name: string) => ({ own: spreadOf(own[name] ?? []), peer: spreadOf(peer[name] ?? []) });
  return [
    { label: 'CPU', unit: 'µs a message', ...spreads('cpu') },
    { label: 'throughput', unit: 'messages/s', ...spreads('rate') },
  ];
}
