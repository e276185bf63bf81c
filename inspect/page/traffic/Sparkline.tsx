import type { ReactNode } from 'react';
import { rateSeconds } from '../world/createRateBook.ts';
import { useSession } from '../shell/useSession.ts';
import { sparkPath } from './sparkPath.ts';

const width = 84;
const height = 18;

/** The last minute of a counter, a point a second. */
export function Sparkline({
  name,
  tone,
}: {
  readonly name: string;
  readonly tone: 'in' | 'out' | 'both';
}): ReactNode {
  const session = useSession();
  const series = session.world.rates.series(name, session.now());
  const line = sparkPath(series, width, height - 3);
  return (
    <svg
      className={`spark ${tone}`}
      width={width}
      height={height}
      viewBox={`0 -1.5 ${width} ${height}`}
      role="img"
      aria-label={`The last ${rateSeconds} seconds, at most ${Math.max(...series)} a second`}
    >
      <path className="area" d={`${line}V${height - 3}H0z`} />
      <path className="curve" d={line} />
    </svg>
  );
}
