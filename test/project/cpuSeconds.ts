/** How long a function keeps the processor busy, in seconds: unlike the clock, it does not count what others do. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
