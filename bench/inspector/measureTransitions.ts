import type { Transitions } from './messages.ts';
import { startProgram, type Program } from './Program.ts';
import { median } from './statistics.ts';

/** Transitions a second of a program that somebody looks at. */
export interface TransitionsResult {
  readonly ours: number;
  readonly stately: number;
  /** Ours by theirs, of transitions a second. */
  readonly ratio: number;
  /** The same of transitions for the same processor time. */
  readonly perCpu: number;
  /** Least and greatest ratio of a round. */
  readonly spread: readonly [number, number];
}

/** Measures in turn: inspected by ours with one viewer, and by `@statelyai/inspect`'s WebSocket inspector. */
export async function measureTransitions({
  rounds,
  seconds,
}: {
  rounds: number;
  seconds: number;
}): Promise<TransitionsResult> {
  const statelyViewer = await startProgram('viewer.ts');
  const stately = await startProgram('transitions.ts', 'stately', String(statelyViewer.ready));
  const ours = await startProgram('transitions.ts', 'ours');
  const oursViewer = await startProgram('viewer.ts', String(ours.ready));
  // From our own program.
  const work = async (program: Program): Promise<Transitions> =>
    (await program.ask({ seconds })) as Transitions;
  const results: { ours: Transitions; stately: Transitions }[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const result = { ours: await work(ours), stately: await work(stately) };
      // The first round is to warm up.
      if (round > 0) results.push(result);
    }
    for (const viewer of [statelyViewer, oursViewer]) {
      if (Number(await viewer.ask(null)) === 0) throw new Error('A viewer has seen nothing.');
    }
  } finally {
    for (const program of [ours, stately, oursViewer, statelyViewer]) await program.stop();
  }
  const ratios = results.map((result) => result.ours.perSecond / result.stately.perSecond);
  return {
    ours: median(results.map((result) => result.ours.perSecond)),
    stately: median(results.map((result) => result.stately.perSecond)),
    ratio: median(ratios),
    perCpu: median(results.map((result) => result.stately.cpu / result.ours.cpu)),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}
