import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

/** What is shown where there is nothing yet: why, and what to do. */
export function EmptyState({
  icon,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <Icon name={icon} size={34} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
