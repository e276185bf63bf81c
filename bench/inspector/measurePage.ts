import type { Browser, CDPSession, Page } from 'playwright-core';
import type { ObservedOptions, Work } from './messages.ts';
import { startProgram } from './Program.ts';
import { median, percentile } from './statistics.ts';

/** What the page does while a lot happens. Times in ms. */
export interface PageResult {
  /** Messages a second that there really were. */
  readonly messages: number;
  /** From the beginning of the navigation to the first statechart on the screen: each of some openings. */
  readonly firstChart: readonly number[];
  /** The main thread's processor time in a frame of a sixtieth of a second, by view. */
  readonly frames: Readonly<Record<string, FrameTimes>>;
  /** The page's heap after a collection, in bytes, from the beginning to the end. */
  readonly heap: readonly number[];
}

export interface FrameTimes {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** By the clock, waiting for a processor included. */
  readonly p95OnTheClock: number;
}

const views = ['actors', 'timeline', 'traffic'] as const;
const heapSamples = 6;

/** Measures a page that watches actors and messages. */
export async function measurePage(
  browser: Browser,
  {
    actors,
    rate,
    seconds,
    heapSeconds,
    openings,
  }: { actors: number; rate: number; seconds: number; heapSeconds: number; openings: number },
): Promise<PageResult> {
  const server = await startProgram('server.ts');
  const options: ObservedOptions = { port: Number(server.ready), isInspected: true, actors };
  const program = await startProgram('observed.ts', JSON.stringify(options));
  const url = String(program.ready);
  try {
    const firstChart: number[] = [];
    for (let count = 0; count < openings; count += 1) firstChart.push(await openOnce(browser, url));
    await program.ask({ rate });
    const page = await browser.newPage();
    await page.goto(url);
    await chartOf(page).waitFor();
    const frames: Record<string, FrameTimes> = {};
    for (const view of views) {
      await page.goto(`${url}#/${view}`);
      await page.waitForTimeout(2_000);
      frames[view] = await frameTimes(page, seconds);
    }
    await page.goto(`${url}#/actors`);
    const session = await page.context().newCDPSession(page);
    const heap = [await heapOf(session)];
    for (let sample = 0; sample < heapSamples; sample += 1) {
      await page.waitForTimeout((heapSeconds * 1000) / heapSamples);
      heap.push(await heapOf(session));
    }
    // From our own program.
    const work = (await program.ask({ seconds: 2, isFlood: false })) as Work;
    await page.close();
    return { messages: work.messages / work.seconds, firstChart, frames, heap };
  } finally {
    await program.stop();
    await server.stop();
  }
}

const chartOf = (page: Page): ReturnType<Page['locator']> =>
  page.locator('[data-state][aria-current="true"]').first();

/** Opens the page in a profile of its own, without a cache. */
async function openOnce(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  // The first chart that was put on the screen: the frame after it was drawn.
  await page.addInitScript(`
    new MutationObserver((_, observer) => {
      if (document.querySelector('[data-state][aria-current="true"]') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => { globalThis.firstChart = performance.now(); }));
    }).observe(document, { subtree: true, childList: true, attributes: true });
  `);
  // What the browser does for a new window is over by then.
  await page.waitForTimeout(1_500);
  await page.goto(url, { waitUntil: 'commit' });
  const time = await page.waitForFunction(() => Reflect.get(globalThis, 'firstChart'), null, { polling: 50 });
  const result = Number(await time.jsonValue());
  await context.close();
  return result;
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** In µs. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const frameLength = 1_000_000 / 60;

/** The tasks of the page's main thread, in frames of equal length; a task counts where it begins. */
async function frameTimes(page: Page, seconds: number): Promise<FrameTimes> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  // As Chromium's trace format has it.
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  await page.waitForTimeout(seconds * 1000);
  const complete = new Promise<void>((resolve) => {
    session.once('Tracing.tracingComplete', () => resolve());
  });
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const tasks = events.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask'));
  const thread = busiestMainThread(events, tasks);
  const own = tasks.filter(({ pid, tid }) => `${pid}:${tid}` === thread);
  const start = Math.min(...own.map(({ ts }) => ts));
  const cpu: number[] = Array.from({ length: Math.floor((seconds * 1_000_000) / frameLength) }, () => 0);
  const clock = [...cpu];
  for (const { ts, dur = 0, tdur = 0 } of own) {
    const frame = Math.floor((ts - start) / frameLength);
    if (frame >= cpu.length) continue;
    cpu[frame] = (cpu[frame] ?? 0) + tdur / 1000;
    clock[frame] = (clock[frame] ?? 0) + dur / 1000;
  }
  return {
    p50: median(cpu),
    p95: percentile(cpu, 0.95),
    p99: percentile(cpu, 0.99),
    p95OnTheClock: percentile(clock, 0.95),
  };
}

/** Of the main threads of all renderers there are. */
function busiestMainThread(events: readonly TraceEvent[], tasks: readonly TraceEvent[]): string | undefined {
  const sums = new Map<string, number>();
  for (const { name, args, pid, tid } of events) {
    if (name === 'thread_name' && args?.name === 'CrRendererMain') sums.set(`${pid}:${tid}`, 0);
  }
  for (const { pid, tid, tdur = 0 } of tasks) {
    const sum = sums.get(`${pid}:${tid}`);
    if (sum !== undefined) sums.set(`${pid}:${tid}`, sum + tdur);
  }
  return [...sums].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
