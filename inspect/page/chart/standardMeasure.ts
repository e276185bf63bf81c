import { textStyles, type MeasureText } from './measureText.ts';

// Widths of the characters from the space to `~`, in thousandths of the size: those of the common sans-serif faces.
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const otherWidth = 1000;
const boldness = 1.1;

/** A measure that is the same everywhere, and near to what most systems' fonts take. */
export const standardMeasure: MeasureText = (text, style) => {
  const { size, weight } = textStyles[style];
  let sum = 0;
  for (let index = 0; index < text.length; index += 1)
    sum += widths[text.charCodeAt(index) - 32] ?? otherWidth;
  return (sum / 1000) * size * (weight > 500 ? boldness : 1);
};
