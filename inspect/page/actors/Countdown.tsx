import type { ReactNode } from 'react';
import { useSession, useTicks } from '../shell/useSession.ts';

/** The time that is left, counting down. */
export function Countdown({ until, label }: { readonly until: number; readonly label: string }): ReactNode {
  const session = useSession();
  useTicks(100);
  const rest = Math.max(0, until - session.now());
  return (
    <span className="countdown numeric" title={label}>
      {label} {rest >= 10_000 ? `${Math.ceil(rest / 1_000)} s` : `${(rest / 1_000).toFixed(1)} s`}
    </span>
  );
}
