import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collect: unknown = vm.runInNewContext('gc');

/** What the process holds at a quiet moment. */
export interface Measure {
  /** Bytes in use after a collection: heap and array buffers. */
  readonly heap: number;
  readonly rss: number;
  readonly timers: number;
  readonly sockets: number;
  readonly listeners: number;
}

const rounds = 8;
const pause = 250;

/** Measures after everything that nobody holds is gone: some of it goes only after a while, so the least counts. */
export async function measure(listeners: number): Promise<Measure> {
  if (typeof collect !== 'function') throw new Error('the collector cannot be called');
  let heap = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    heap = Math.min(heap, heapUsed + arrayBuffers);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const kinds = process.getActiveResourcesInfo();
  const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
  const { rss } = process.memoryUsage();
  return { heap, rss, timers: count('Timeout'), sockets: count('TCPSocketWrap'), listeners };
}
