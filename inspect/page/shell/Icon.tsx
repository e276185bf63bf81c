import type { ReactNode } from 'react';

const paths = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3 13.5 13.5',
  chevron: 'M6 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M5 3.5v9M11 3.5v9',
  stop: 'M4 4h8v8H4z',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  forward: 'M6.5 3.5 11 8l-4.5 4.5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  download: 'M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10',
  turn: 'M3 5h7a3 3 0 0 1 3 3v0a3 3 0 0 1-3 3H5M5.5 2.5 3 5l2.5 2.5',
  target: 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM8 1v3M8 12v3M1 8h3M12 8h3',
  clear: 'M4 4l8 8M12 4l-8 8',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 12v.3',
  copy: 'M5.5 5.5h7v7h-7zM10 5.5v-2h-6.5V10h2',
  link: 'M6.5 9.5l3-3M7.5 5l1.6-1.6a2.5 2.5 0 0 1 3.5 3.5L11 8.5M8.5 11l-1.6 1.6a2.5 2.5 0 0 1-3.5-3.5L5 7.5',
  alert: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.3',
  arrowIn: 'M12.5 3.5 4 12M4 6v6h6',
  arrowOut: 'M3.5 12.5 12 4M6 4h6v6',
  graph: 'M2.5 4.5h4v3h-4zM9.5 8.5h4v3h-4zM6.5 6H8v4h1.5',
  chart: 'M2.5 3.5h11v9h-11zM5 7h2.5v2.5H5zM7.5 8.2h3',
  list: 'M3 4.5h10M3 8h10M3 11.5h10',
  sequence: 'M4 2.5v11M12 2.5v11M4 6h7M9 4.2 11 6 9 7.8M12 10.5H5M7 8.7 5 10.5 7 12.3',
  lock: 'M4.5 7.5h7v5h-7zM6 7.5v-2a2 2 0 0 1 4 0v2',
} as const;

export type IconName = keyof typeof paths;

/** A small line drawing in the colour of the text around it; silent for screen readers. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  const isSolid = name === 'play' || name === 'stop';
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={isSolid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
