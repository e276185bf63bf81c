/** A series as the `d` of a path in a box, its highest value at the top. */
export function sparkPath(series: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...series);
  const step = width / Math.max(1, series.length - 1);
  return series
    .map((value, index) => {
      const x = Math.round(index * step * 10) / 10;
      const y = Math.round((height - (value / most) * height) * 10) / 10;
      return `${index === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}
