const segmenter = new Intl.Segmenter();
const plain = /^[\u0020-\u007e]*$/;
const wide =
  /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** The columns that a text takes in a terminal: two for a letter of East Asia and for a picture. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += columnsOf(segment);
  return width;
}

/** As much of a text as fits into so many columns; where not all of it does, an ellipsis ends it. */
export function fitText(text: string, columns: number, ellipsis: string): string {
  // No text takes more columns than two for each of its code units.
  if (text.length * 2 <= columns) return text;
  const room = columns - widthOf(ellipsis);
  let width = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    width += columnsOf(segment);
    if (width <= room) end = index + segment.length;
    if (width > columns) return room < 0 ? '' : text.slice(0, end) + ellipsis;
  }
  return text;
}

/** A text with spaces after it, up to so many columns. */
export function padText(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

function columnsOf(segment: string): number {
  return wide.test(segment) ? 2 : 1;
}
