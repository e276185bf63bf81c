import type { BenchContext } from './BenchResult.ts';

/** What one measurement of one side yields, by name. */
export type Sample = Readonly<Record<string, number>>;

/** The samples of both sides, by name, round by round. */
export interface Alternation {
  readonly own: Readonly<Record<string, number[]>>;
  readonly peer: Readonly<Record<string, number[]>>;
}

function collect(samples: readonly Sample[]): Record<string, number[]> {
  const names = Object.keys(samples[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, samples.map((sample) => sample[name] ?? Number.NaN)]));
}

/**
 * Measures both sides in turn: own, peer, peer, own and so on, so that neither always comes second. `warmUps` rounds come
 * first and do not count.
 */
export async function alternate(
  { rounds, progress }: BenchContext,
  own: () => Promise<Sample>,
  peer: () => Promise<Sample>,
  warmUps = 1,
): Promise<Alternation> {
  const owns: Sample[] = [];
  const peers: Sample[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const isOwnFirst = round % 2 === 0;
    const first = await (isOwnFirst ? own() : peer());
    const second = await (isOwnFirst ? peer() : own());
    progress((round + warmUps + 1) / (rounds + warmUps));
    if (round < 0) continue;
    owns.push(isOwnFirst ? first : second);
    peers.push(isOwnFirst ? second : first);
  }
  return { own: collect(owns), peer: collect(peers) };
}
