// The process that startSearcher.ts starts: it runs the shares that it is handed, one after another.
import { searches } from './searches.ts';
import type { FromSearcher, ToSearcher } from './startSearcher.ts';

const tell = (message: FromSearcher): void => void process.send?.(message);

process.on('message', ({ kind, options, share }: ToSearcher) => {
  void searches[kind]({ ...options, ...share, onRun: () => tell({ type: 'ran' }) }).then(
    ({ failure, ...report }) =>
      tell({
        type: 'report',
        report: { ...report, failed: failure && { path: failure.path, message: failure.message } },
      }),
    (error: unknown) => tell({ type: 'error', error }),
  );
});
// Whoever asked is gone.
process.on('disconnect', () => process.exit());
tell({ type: 'ready' });
