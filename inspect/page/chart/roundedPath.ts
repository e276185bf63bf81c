import type { Point } from './ChartLayout.ts';

/** A polyline as the `d` of a path, its corners rounded. */
export function roundedPath(points: readonly Point[], radius = 7): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${at(first)}`;
  let previous = first;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    if (next === undefined) {
      path += `L${at(corner)}`;
      return;
    }
    const reach = Math.min(radius, distance(previous, corner) / 2, distance(corner, next) / 2);
    path += `L${at(towards(corner, previous, reach))}Q${at(corner)} ${at(towards(corner, next, reach))}`;
    previous = corner;
  });
  return path;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, reach: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return {
    x: from.x + ((to.x - from.x) * reach) / length,
    y: from.y + ((to.y - from.y) * reach) / length,
  };
}
