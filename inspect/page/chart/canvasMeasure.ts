import { chartFont, roughMeasure, textStyles, type MeasureText, type TextStyle } from './measureText.ts';

/** Measures by the browser's own fonts. What was measured is remembered: names come again and again. */
export function createCanvasMeasure(): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return roughMeasure;
  const known = new Map<TextStyle, Map<string, number>>();
  return (text, style) => {
    let widths = known.get(style);
    if (widths === undefined || widths.size > 5_000) {
      widths = new Map();
      known.set(style, widths);
    }
    const remembered = widths.get(text);
    if (remembered !== undefined) return remembered;
    const { size, weight } = textStyles[style];
    context.font = `${weight} ${size}px ${chartFont}`;
    const { width } = context.measureText(text);
    widths.set(text, width);
    return width;
  };
}
