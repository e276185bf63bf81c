const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** A time of day to the ms: `09:41:03.120`. */
export function formatTime(at: number): string {
  return at === 0 ? '' : clock.format(at);
}

/** A span for people: `120 ms`, `3.4 s`, `2 min 5 s`. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 1) return milliseconds <= 0 ? '0 ms' : `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((milliseconds % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A rate for people: `0`, `0.5`, `120`, `12.3 k`. */
export function formatCount(count: number): string {
  if (count >= 999_950) return `${(count / 1_000_000).toFixed(count < 10_000_000 ? 2 : 1)} M`;
  if (count >= 9_999.5) return `${(count / 1_000).toFixed(1)} k`;
  return count === 0 || count >= 10 || Number.isInteger(count) ? String(Math.round(count)) : count.toFixed(1);
}

/** Bytes for people: `12 B`, `3.4 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
