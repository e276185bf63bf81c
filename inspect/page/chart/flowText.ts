import { textStyles, type MeasureText, type TextStyle } from './measureText.ts';

/** A piece of text that stays together, with what it stands for. */
export interface TextToken {
  readonly text: string;
  readonly style: TextStyle;
  /** Ids of the edges that it belongs to; lit when one of them is taken. */
  readonly edges?: readonly string[];
  /** Begins a line of its own. */
  readonly breaks?: boolean;
  /** Only keeps room for a countdown: the type of the delayed event. */
  readonly timer?: string;
}

/** A token in its place: the baseline's left end, relative to the block. */
export interface PlacedToken extends TextToken {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface TextBlock {
  readonly width: number;
  readonly height: number;
  readonly tokens: readonly PlacedToken[];
}

const gap = 4;

/** Sets tokens in lines no wider than `widest`, as far as they can be; a token that is wider alone is shortened. */
export function flowText(tokens: readonly TextToken[], widest: number, measure: MeasureText): TextBlock {
  const placed: PlacedToken[] = [];
  let x = 0;
  let top = 0;
  let lineHeight = 0;
  let width = 0;
  for (const token of tokens) {
    const text = shorten(token.text, token.style, widest, measure);
    const tokenWidth = measure(text, token.style);
    if (x > 0 && (token.breaks === true || x + tokenWidth > widest)) {
      top += lineHeight;
      x = 0;
      lineHeight = 0;
    }
    lineHeight = Math.max(lineHeight, textStyles[token.style].lineHeight);
    placed.push({ ...token, text, x, y: top + baseline(token.style), width: tokenWidth });
    x += tokenWidth + gap;
    width = Math.max(width, x - gap);
  }
  return { width: Math.ceil(width), height: top + lineHeight, tokens: placed };
}

/** From the top of a line to the baseline of its text. */
function baseline(style: TextStyle): number {
  const { size, lineHeight } = textStyles[style];
  return Math.round((lineHeight - size) / 2 + size * 0.82);
}

function shorten(text: string, style: TextStyle, widest: number, measure: MeasureText): string {
  if (measure(text, style) <= widest) return text;
  let short = text;
  while (short.length > 1 && measure(`${short}…`, style) > widest) short = short.slice(0, -1);
  return `${short}…`;
}
