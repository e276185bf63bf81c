import type { VerifyProgress } from '../../testing/verify/verify.ts';
import { fitText, widthOf } from '../log/fitText.ts';
import type { Terminal } from '../Terminal.ts';

/** Shows how far a verification is. */
export interface ProgressDisplay {
  show(progress: VerifyProgress): void;
  /** Leaves nothing behind on a terminal. */
  clear(): void;
}

const barWidth = 24;
/** Redrawn no more often than this, in ms. */
const redrawTime = 80;
/** Without a terminal a line comes no more often than this, in ms. */
const lineTime = 10_000;

/** A bar on a terminal, a plain line now and then anywhere else. */
export function showProgress(
  { colours, isUnicode, width }: Terminal,
  stream: { readonly isTTY?: boolean },
  write: (text: string) => void,
): ProgressDisplay {
  const isBar = stream.isTTY === true;
  let drawnAt = -Infinity;
  let isDrawn = false;
  const line = ({ share, title, done, ms }: VerifyProgress): string => {
    const counts = `${String(Math.floor(share * 100)).padStart(3)} %  ${done} done, ${Math.round(ms / 1000)} s`;
    return isBar ? `${counts}  ${title}` : `${counts.trim()}: ${title}`;
  };
  return {
    show(progress) {
      const now = performance.now();
      if (now - drawnAt < (isBar ? redrawTime : lineTime)) return;
      drawnAt = now;
      if (!isBar) {
        // Something that is over at once needs no progress.
        if (progress.ms > lineTime / 2) write(`${line(progress)}\n`);
        return;
      }
      const full = Math.round(progress.share * barWidth);
      const [on, off] = isUnicode ? ['━', '─'] : ['#', '-'];
      const bar = `${colours.cyan(on.repeat(full))}${colours.dim(off.repeat(barWidth - full))}`;
      const room = Math.max(10, (width() ?? 80) - barWidth - 5);
      const text = line(progress);
      const fitted = widthOf(text) > room ? fitText(text, room, isUnicode ? '…' : '...') : text;
      write(`\r\u001b[2K  ${bar} ${fitted}`);
      isDrawn = true;
    },
    clear() {
      if (isDrawn) write('\r\u001b[2K');
    },
  };
}
