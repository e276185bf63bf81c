import { alternate, type Alternation, type Sample } from '../alternate.ts';
import type { BenchContext } from '../BenchResult.ts';
import type { Tasks } from '../processes/answer.ts';
import type { ClientTasks } from '../processes/clientTasks.ts';
import type { ServerTasks } from '../processes/server.ts';
import { startProcess, type BenchProcess } from '../processes/startProcess.ts';

export type Server = BenchProcess<ServerTasks>;
export type Client = BenchProcess<ClientTasks>;

/** Starts a server and whatever else is asked for, and ends all of it, however the work ends. */
export async function withProcesses<Result>(
  work: (
    server: Server,
    port: number,
    start: <Of extends Tasks>(name: string, execArgv?: readonly string[]) => BenchProcess<Of>,
  ) => Promise<Result>,
): Promise<Result> {
  const all: { end(): Promise<void> }[] = [];
  const start = <Of extends Tasks>(name: string, execArgv?: readonly string[]): BenchProcess<Of> => {
    const made = startProcess<Of>(name, execArgv);
    all.push(made);
    return made;
  };
  try {
    const server = start<ServerTasks>('server');
    return await work(server, await server.call('listen'), start);
  } finally {
    await Promise.all(all.map((one) => one.end()));
  }
}

/** So many pairs of fresh processes: what the compiler makes of a process is luck that must not decide a figure. */
const pairs = 3;

/** Alternates between pairs of clients, each connected to a server of the pair's own. */
export async function alternateInPairs(
  context: BenchContext,
  connect: (
    server: Server,
    port: number,
    start: <Of extends Tasks>(name: string, execArgv?: readonly string[]) => BenchProcess<Of>,
  ) => Promise<{ own: () => Promise<Sample>; peer: () => Promise<Sample> }>,
): Promise<Alternation> {
  const all: Alternation[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const progress = (done: number): void => context.progress((pair + done) / pairs);
    const rounds = Math.max(1, Math.ceil(context.rounds / pairs));
    all.push(
      await withProcesses(async (server, port, start) => {
        const { own, peer } = await connect(server, port, start);
        return alternate({ ...context, rounds, progress }, own, peer);
      }),
    );
  }
  const join = (side: 'own' | 'peer'): Record<string, number[]> =>
    Object.fromEntries(
      Object.keys(all[0]?.[side] ?? {}).map((name) => [name, all.flatMap((one) => one[side][name] ?? [])]),
    );
  return { own: join('own'), peer: join('peer') };
}
