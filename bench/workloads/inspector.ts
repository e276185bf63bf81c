import type { BenchResult, Spread, Workload } from '../BenchResult.ts';
import { launchChromium } from '../inspector/launchChromium.ts';
import { measureThroughput, type Shares } from '../inspector/measureThroughput.ts';
import { measureTransitions } from '../inspector/measureTransitions.ts';

/** These tell of a round only what counts. */
const known = (median: number, [least, greatest]: readonly [number, number] = [median, median]): Spread => ({
  median,
  least,
  greatest,
  samples: [],
});

const seconds = 3;
const actors = 1000;

export const inspectorThroughput: Workload = {
  name: 'inspector-throughput',
  seconds: 80,
  async run({ rounds, scale }) {
    const browser = await launchChromium();
    try {
      const { plain, nobody, onePage } = await measureThroughput(browser, {
        rounds,
        seconds: seconds * scale,
        actors,
      });
      const row = (id: string, title: string, share: Shares, value: number): BenchResult => ({
        id,
        title,
        against: 'not inspected',
        goal: { operator: '>=', value },
        outcome: known(share.perCpu, share.spread),
        figures: [
          {
            label: 'messages',
            unit: '/s',
            own: known(plain * share.throughput),
            peer: known(plain),
          },
        ],
        remark: 'Messages for the same processor time: the browser takes a processor of its own.',
      });
      return [
        row('inspector-nobody', 'Inspected program, nobody watching: messages', nobody, 0.99),
        row('inspector-page', 'Inspected program, one page watching: messages', onePage, 0.9),
      ];
    } finally {
      await browser.close();
    }
  },
};

export const inspectorTransitions: Workload = {
  name: 'inspector-transitions',
  seconds: 45,
  async run({ rounds, scale }) {
    const { ours, stately, ratio, spread } = await measureTransitions({ rounds, seconds: seconds * scale });
    const result: BenchResult = {
      id: 'inspector-transitions',
      title: 'XState transitions a second, one viewer',
      against: '@statelyai/inspect’s WebSocket inspector',
      goal: { operator: '>=', value: 5 },
      outcome: known(ratio, spread),
      figures: [{ label: 'transitions', unit: '/s', own: known(ours), peer: known(stately) }],
    };
    return [result];
  },
};
