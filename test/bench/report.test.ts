import * as assert from 'uvu/assert';
import { alternate } from '../../bench/alternate.ts';
import { isMet, type BenchResult } from '../../bench/BenchResult.ts';
import { workloads } from '../../bench/registry.ts';
import { goalsPlot } from '../../bench/report/plots.ts';
import { resultsText } from '../../bench/report/writeDocument.ts';
import { ratioOf, spreadOf } from '../../bench/statistics.ts';
import { suite } from '../suite.ts';

const fast: BenchResult = {
  id: 'fast',
  title: 'Something that is fast',
  against: 'a peer',
  goal: { operator: '<=', value: 1.05 },
  outcome: spreadOf([0.9, 1, 1.2]),
  figures: [{ label: 'CPU', unit: 'µs', own: spreadOf([1, 2, 3]), peer: spreadOf([2, 2, 2]) }],
};
const slow: BenchResult = {
  id: 'slow',
  title: 'Something <slow>',
  against: '-',
  goal: { operator: '>=', value: 2, unit: 'times' },
  outcome: spreadOf([1.5, 1.99]),
  figures: [{ label: 'rate', unit: '/s', own: spreadOf([1]) }],
  remark: 'It is slow.',
};

suite('bench', (test) => {
  test('a result is met by its median, on the side that its goal asks for', () => {
    assert.is(isMet(fast), true);
    assert.is(isMet(slow), false);
    assert.is(isMet({ ...slow, outcome: spreadOf([2, 1, 9]) }), true);
  });

  test('a ratio is that of each round, not that of the medians', () => {
    assert.equal(ratioOf([10, 200, 30], [10, 100, 60]).samples, [1, 2, 0.5]);
    assert.is(ratioOf([10, 200, 30], [10, 100, 60]).median, 1);
  });

  test('both sides come first in turn, and the first round does not count', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => {
      order.push(name);
      return { value: order.length };
    };
    const context = { scale: 1, rounds: 2, progress: () => {} };
    const { own, peer } = await alternate(context, side('own'), side('peer'));
    assert.equal(order, ['peer', 'own', 'own', 'peer', 'peer', 'own']);
    assert.equal(
      [own['value'], peer['value']],
      [
        [3, 6],
        [4, 5],
      ],
    );
  });

  test('the document names what was missed, with its spread and what it was made of', () => {
    const text = resultsText({
      date: '2026-01-31T12:00:00.000Z',
      node: '20.19.0',
      platform: 'linux',
      processor: 'some',
      processors: 2,
      versions: { xstate: '5' },
      scale: 1,
      rounds: 3,
      load: 0.1,
      results: [fast, slow],
    });
    assert.match(text, /\| Something that is fast \| \*\*1\.00\*\* \| 0\.90 to 1\.20 \| ≤ 1\.05 \| met \|/);
    assert.match(
      text,
      /\| Something <slow> \| \*\*1\.75 times\*\* \| 1\.50 to 1\.99 \| ≥ 2 times \| \*\*missed\*\* \|/,
    );
    assert.match(
      text,
      /\| fast \| CPU, µs \| 2\.00 \(1\.00 to 3\.00\) \| 2\.00 \(2\.00 to 2\.00\) \| a peer \|/,
    );
    assert.match(text, /- slow: It is slow\./);
  });

  test('the plot draws each row, and nothing of a title as markup', () => {
    const plot = goalsPlot([fast, slow]);
    assert.is(
      [...plot.matchAll(/<rect class="(met|missed)"/g)].map(([, mark]) => mark).join(' '),
      'met missed',
    );
    assert.ok(plot.includes('Something &lt;slow&gt;'));
    assert.not.ok(plot.includes('NaN'));
  });

  test('no two workloads have the same name', () => {
    assert.is(new Set(workloads.map(({ name }) => name)).size, workloads.length);
  });
});
