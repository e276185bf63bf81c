import type { Browser } from 'playwright-core';
import type { ObservedOptions, Work } from './messages.ts';
import { startProgram, type Program } from './Program.ts';
import { median } from './statistics.ts';

/** What looking costs the observed program, as shares of what it does when it is not inspected. */
export interface ThroughputResult {
  /** Messages a second, not inspected. */
  readonly plain: number;
  /** With an inspector and nobody watching. */
  readonly nobody: Shares;
  /** With one page watching. */
  readonly onePage: Shares;
}

export interface Shares {
  /** Of messages a second. The browser takes its part of the machine as well. */
  readonly throughput: number;
  /** Of messages a second of processor time: what the program itself spends. */
  readonly perCpu: number;
  /** Least and greatest `perCpu` of a round. */
  readonly spread: readonly [number, number];
}

/** Measures in turn, round by round: not inspected, inspected with nobody watching, with one page watching. */
export async function measureThroughput(
  browser: Browser,
  { rounds, seconds, actors }: { rounds: number; seconds: number; actors: number },
): Promise<ThroughputResult> {
  const server = await startProgram('server.ts');
  const start = (isInspected: boolean): Promise<Program> => {
    const options: ObservedOptions = { port: Number(server.ready), isInspected, actors };
    return startProgram('observed.ts', JSON.stringify(options));
  };
  const [plain, inspected] = [await start(false), await start(true)];
  const flood = async (program: Program): Promise<Work> =>
    // From our own program.
    (await program.ask({ seconds, isFlood: true })) as Work;
  const work: Record<'plain' | 'nobody' | 'onePage', Work[]> = { plain: [], nobody: [], onePage: [] };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const inPlain = await flood(plain);
      const inNobody = await flood(inspected);
      const page = await browser.newPage();
      await page.goto(String(inspected.ready));
      await page.locator('[data-state][aria-current="true"]').first().waitFor();
      const inOnePage = await flood(inspected);
      await page.close();
      if (inNobody.watchers !== 0 || inOnePage.watchers !== 1) throw new Error('Somebody else watches.');
      // The first round is to warm up.
      if (round === 0) continue;
      work.plain.push(inPlain);
      work.nobody.push(inNobody);
      work.onePage.push(inOnePage);
    }
  } finally {
    for (const program of [plain, inspected, server]) await program.stop();
  }
  return {
    plain: median(work.plain.map(perSecond)),
    nobody: shares(work.nobody, work.plain),
    onePage: shares(work.onePage, work.plain),
  };
}

function shares(some: readonly Work[], plain: readonly Work[]): Shares {
  const ratios = (of: (work: Work) => number): number[] =>
    some.map((work, round) => of(work) / of(plain[round] ?? work));
  const perCpu = ratios(({ messages, cpu }) => messages / cpu);
  return {
    throughput: median(ratios(perSecond)),
    perCpu: median(perCpu),
    spread: [Math.min(...perCpu), Math.max(...perCpu)],
  };
}

function perSecond({ messages, seconds }: Work): number {
  return messages / seconds;
}
