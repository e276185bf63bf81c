import type { ReactNode } from 'react';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { formatSpan } from '../shell/formatTime.ts';

/** On the border between two events: that others may have happened between them, for nobody watched. */
export function GapMark({ entry: { unwatched } }: { readonly entry: TimelineEntry }): ReactNode {
  return unwatched === undefined ? null : (
    <div className="gap-mark" role="note">
      <span>nobody watched for {formatSpan(unwatched)}</span>
    </div>
  );
}
