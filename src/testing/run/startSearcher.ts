import { fork } from 'node:child_process';
import type { CommandsReport } from './CommandsReport.ts';
import type { searches } from './searches.ts';
import type { SearchOptions } from './SearchOptions.ts';

/** What is searched, and how. */
export interface SearchTask {
  readonly kind: keyof typeof searches;
  readonly options: SearchOptions;
}

/** What a searcher is told. */
export interface ToSearcher extends SearchTask {
  readonly share: SearchOptions;
}

/** What a searcher says. */
export type FromSearcher =
  | { readonly type: 'ready' }
  | { readonly type: 'ran' }
  | { readonly type: 'report'; readonly report: ShareReport }
  | { readonly type: 'error'; readonly error: unknown };

/** How a share went: of a failure what it takes to make it again, for an error keeps its class in its own process alone. */
export interface ShareReport extends Omit<CommandsReport, 'failure'> {
  readonly failed: { readonly path: string; readonly message: string } | undefined;
}

/** Another process that searches. */
export interface Searcher {
  /** Fulfilled when it has loaded. */
  readonly ready: Promise<true>;
  /** Runs a share. One at a time. */
  run(share: SearchOptions): Promise<ShareReport>;
  /** Ends it, whatever it does. Fulfilled when it is gone. */
  end(): Promise<void>;
}

/**
 * Starts another process that searches.
 *
 * @param onRun - told after each of its sequences
 */
export function startSearcher(task: SearchTask, onRun: () => void): Searcher {
  const isSource = import.meta.url.endsWith('.ts');
  const child = fork(new URL(`./searcher.${isSource ? 'ts' : 'js'}`, import.meta.url), {
    serialization: 'advanced',
    // Nothing of this process's own arguments: what a program or a test runner has loaded into it is not for its searchers.
    execArgv: isSource ? ['--import', 'tsx'] : [],
  });
  let fail: (error: unknown) => void = () => {};
  let settle: (report: ShareReport) => void = () => {};
  const ready = new Promise<true>((resolve, reject) => {
    fail = reject;
    child.on('message', (message: FromSearcher) => {
      if (message.type === 'ready') resolve(true);
      else if (message.type === 'ran') onRun();
      else if (message.type === 'report') settle(message.report);
      else fail(message.error);
    });
  });
  const gone = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      fail(
        new Error(
          `A process that searched has ended: ${signal ?? code}. With processes: 1 there is none but this one.`,
        ),
      );
      resolve();
    });
    child.on('error', (error) => {
      fail(error);
      resolve();
    });
  });
  return {
    ready,
    run: (share) =>
      new Promise((resolve, reject) => {
        settle = resolve;
        fail = reject;
        child.send({ ...task, share } satisfies ToSearcher);
      }),
    end() {
      child.kill();
      return gone;
    },
  };
}
