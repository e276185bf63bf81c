// What the inspector costs: the page that shows a lot, and the program that is looked at. Needs Chromium and `npm run build`.
// node --import tsx bench/inspector.ts [page] [throughput] [transitions] [--json] [--rounds N] [--heap SECONDS]
import { parseArgs } from 'node:util';
import { launchChromium } from './inspector/launchChromium.ts';
import { measurePage, type PageResult } from './inspector/measurePage.ts';
import { measureThroughput, type ThroughputResult } from './inspector/measureThroughput.ts';
import { measureTransitions, type TransitionsResult } from './inspector/measureTransitions.ts';
import { median } from './inspector/statistics.ts';

/** What was measured, of what was asked for. */
export interface InspectorResult {
  readonly page?: PageResult;
  readonly throughput?: ThroughputResult;
  readonly transitions?: TransitionsResult;
}

/** A figure, what it should be, and whether it is. */
interface Row {
  readonly figure: string;
  readonly value: string;
  readonly goal: string;
  readonly isMet: boolean | undefined;
}

const actors = 1_000;
const rate = 20_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    heap: { type: 'string', default: '60' },
  },
});
const rounds = Number(values.rounds);
const isWanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);

async function measure(): Promise<InspectorResult> {
  const browser = await launchChromium();
  try {
    return {
      ...(isWanted('page') && {
        page: await measurePage(browser, {
          actors,
          rate,
          seconds: 10,
          heapSeconds: Number(values.heap),
          openings: rounds,
        }),
      }),
      ...(isWanted('throughput') && {
        throughput: await measureThroughput(browser, { rounds, seconds: 3, actors }),
      }),
      ...(isWanted('transitions') && { transitions: await measureTransitions({ rounds, seconds: 3 }) }),
    };
  } finally {
    await browser.close();
  }
}

function rowsOf({ page, throughput, transitions }: InspectorResult): readonly Row[] {
  return [
    ...(page === undefined ? [] : pageRows(page)),
    ...(throughput === undefined ? [] : throughputRows(throughput)),
    ...(transitions === undefined ? [] : transitionRows(transitions)),
  ];
}

function pageRows({ messages, firstChart, frames, heap }: PageResult): readonly Row[] {
  const first = median(firstChart);
  const [begin = 0, end = 0] = [heap[1], heap.at(-1)];
  const growth = end / begin - 1;
  return [
    {
      figure: 'first chart after opening',
      value: `${first.toFixed(0)} ms (${Math.min(...firstChart).toFixed(0)} to ${Math.max(...firstChart).toFixed(0)})`,
      goal: '<= 1000 ms',
      isMet: first <= 1_000,
    },
    {
      figure: `messages a second, beside ${actors} actors`,
      value: messages.toFixed(0),
      goal: String(rate),
      isMet: undefined,
    },
    ...Object.entries(frames).map(([view, { p50, p95, p99, p95OnTheClock }]) => ({
      figure: `main thread in a frame, ${view}: p95`,
      value: `${p95.toFixed(1)} ms (p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}; by the clock ${p95OnTheClock.toFixed(1)})`,
      goal: '<= 8 ms',
      isMet: p95 <= 8,
    })),
    {
      figure: `heap of the page over ${values.heap} s`,
      value: `${heap.map((bytes) => (bytes / 1_000_000).toFixed(1)).join(' ')} MB (${(growth * 100).toFixed(1)} %)`,
      goal: 'flat within 10 %',
      isMet: growth <= 0.1,
    },
  ];
}

function throughputRows({ plain, nobody, onePage }: ThroughputResult): readonly Row[] {
  return [
    { figure: 'messages a second, not inspected', value: plain.toFixed(0), goal: '', isMet: undefined },
    ...[
      { name: 'nobody watching', share: nobody, goal: 0.99 },
      { name: 'one page watching', share: onePage, goal: 0.9 },
    ].map(({ name, share, goal }) => ({
      figure: `for the same processor time, ${name}`,
      value: `${share.perCpu.toFixed(3)} (${share.spread.map((value) => value.toFixed(3)).join(' to ')}; a second ${share.throughput.toFixed(2)})`,
      goal: `>= ${goal}`,
      isMet: share.perCpu >= goal,
    })),
  ];
}

function transitionRows({ ours, stately, ratio, perCpu, spread }: TransitionsResult): readonly Row[] {
  return [
    {
      figure: 'transitions a second with one viewer, by @statelyai/inspect’s',
      value: `${ratio.toFixed(1)} (${spread.map((value) => value.toFixed(1)).join(' to ')}; ${ours.toFixed(0)} to ${stately.toFixed(0)}; by processor time ${perCpu.toFixed(1)})`,
      goal: '>= 5',
      isMet: ratio >= 5,
    },
  ];
}

const result = await measure();
if (values.json) {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} else {
  for (const { figure, value, goal, isMet } of rowsOf(result)) {
    const mark = isMet === undefined ? '     ' : isMet ? 'met  ' : 'MISS ';
    process.stdout.write(`${mark} ${figure.padEnd(58)} ${goal.padEnd(17)} ${value}\n`);
  }
}
