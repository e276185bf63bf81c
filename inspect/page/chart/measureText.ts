/** The few kinds of text in a drawn statechart. */
export type TextStyle = 'title' | 'strong' | 'plain' | 'faint';

/** The width of a text in px. */
export type MeasureText = (text: string, style: TextStyle) => number;

/** One family for all that is drawn, so that a picture measured here fits when it is exported, too. */
export const chartFont = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const textStyles: Readonly<
  Record<TextStyle, { readonly size: number; readonly weight: number; readonly lineHeight: number }>
> = {
  title: { size: 13, weight: 600, lineHeight: 18 },
  strong: { size: 11, weight: 600, lineHeight: 15 },
  plain: { size: 11, weight: 400, lineHeight: 15 },
  faint: { size: 10.5, weight: 400, lineHeight: 14 },
};

/** A measure for where there is no canvas: about right for a sans-serif. */
export const roughMeasure: MeasureText = (text, style) => {
  const { size, weight } = textStyles[style];
  return text.length * size * (weight > 500 ? 0.6 : 0.56);
};
