import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';

const folder = join(import.meta.dirname, '../../inspect/page/styles');
const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];

/** A colour in both schemes. */
type Colour = Readonly<Record<Scheme, string>>;

const tokens: ReadonlyMap<string, Colour> = new Map(
  [
    ...readFileSync(join(folder, 'tokens.css'), 'utf8').matchAll(
      /--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g,
    ),
  ].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]),
);

/** What anything may stand on: the panes, a row under the pointer, the chosen row, the row of the moment that is shown. */
const grounds = ['app', 'surface', 'raised', 'hover', 'accent-soft', 'wait-soft'];
const words = ['text', 'muted', 'faint', 'accent', 'accent-strong', 'good', 'wait', 'bad', 'in', 'out'];
const values = ['string', 'number', 'keyword'];

/** Pairs that must be told apart: what is drawn, and on what. */
const texts: readonly (readonly [front: string, grounds: readonly string[]])[] = [
  ...words.map((word) => [word, grounds] as const),
  ...values.map((value) => [value, ['surface', 'raised', 'hover']] as const),
  ['glow-text', ['app', 'surface', 'raised', 'accent-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['good', ['good-soft']],
  ['wait', ['wait-soft']],
  ['bad', ['bad-soft']],
  ['text', ['bad-soft', 'pressed', 'accent-line']],
  ['muted', ['bad-soft']],
];
const lines: typeof texts = [
  ['line', ['app', 'surface']],
  ['data-line', ['app', 'surface']],
  ['accent', ['app', 'surface', 'raised']],
];

/** As the Web Content Accessibility Guidelines reckon it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, ground: string, scheme: Scheme): number {
  const [lighter = 0, darker = 0] = [front, ground]
    .map((name) => {
      const colour = tokens.get(name);
      if (colour === undefined) throw new Error(`There is no colour named ${name}.`);
      return luminance(colour[scheme]);
    })
    .toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function tooWeak(pairs: typeof texts, least: number): readonly string[] {
  return pairs.flatMap(([front, among]) =>
    among.flatMap((ground) =>
      schemes
        .filter((scheme) => contrast(front, ground, scheme) < least)
        .map((scheme) => `${front} on ${ground}, ${scheme}: ${contrast(front, ground, scheme).toFixed(2)}`),
    ),
  );
}

suite('the colours of the page', (test) => {
  test('leave every text readable, in both schemes', () => {
    assert.equal(tooWeak(texts, 4.5), []);
  });

  test('let lines be seen that say how things hang together', () => {
    assert.equal(tooWeak(lines, 3), []);
  });

  test('give what matters less a weaker colour', () => {
    for (const scheme of schemes) {
      const [text = 0, muted = 0, faint = 0] = ['text', 'muted', 'faint'].map((word) =>
        contrast(word, 'surface', scheme),
      );
      assert.ok(text > muted * 1.3 && muted > faint * 1.3, `${scheme}: ${text}, ${muted}, ${faint}`);
    }
  });

  test('are all among those that are measured, where they are given to text', () => {
    const measured = new Set(texts.map(([front]) => front));
    const used = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/([^{}]+)\{([^{}]*)\}/g)]
        // Icons and lines are no text.
        .filter(([, selector = '']) => !/svg|circle|path|rect|box|tip|area|dot|stub|bar/.test(selector))
        .flatMap(([, , body = '']) => [...body.matchAll(/(?:^|\s)(?:color|fill): var\(--([\w-]+)\)/g)])
        .map(([, name = '']) => name),
    );
    assert.ok(used.length > 40);
    assert.equal(
      [...new Set(used)].filter((name) => !measured.has(name)),
      [],
    );
  });
});
