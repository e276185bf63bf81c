import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { SoakAnswer, SoakCommand, SoakReport } from './messages.ts';

/** The soak's server, seen from outside. */
export interface SoakServer {
  readonly url: string;
  /** Breaks this share of the open connections each second. */
  setDrops(share: number): void;
  dropAll(): void;
  /** `sent`: by client, how many readings it has sent. */
  report(sent: readonly number[]): Promise<SoakReport>;
  close(): Promise<void>;
}

/** Starts the server in a process of its own. */
export async function startSoakServer(seed: number): Promise<SoakServer> {
  const child = fork(join(import.meta.dirname, 'server.ts'), [String(seed)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const next = <Type extends SoakAnswer['type']>(type: Type): Promise<Extract<SoakAnswer, { type: Type }>> =>
    new Promise((resolve, reject) => {
      child.once('message', (answer: SoakAnswer) => {
        // Narrowed by hand: the compiler does not see that the types are the same.
        if (answer.type === type) resolve(answer as Extract<SoakAnswer, { type: Type }>);
        else reject(new Error(`the server answered ${answer.type}`));
      });
      void ended.then(() => reject(new Error('the server has ended')));
    });
  const tell = (command: SoakCommand): void => void child.send(command);
  const { port } = await next('listening');
  return {
    url: `http://127.0.0.1:${port}`,
    setDrops: (share) => tell({ type: 'drops', share }),
    dropAll: () => tell({ type: 'dropAll' }),
    async report(sent) {
      const answer = next('report');
      tell({ type: 'report', sent });
      return (await answer).report;
    },
    async close() {
      tell({ type: 'end' });
      await ended;
    },
  };
}
