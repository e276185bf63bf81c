const width = 30;

/** A line on stderr that tells how far it is; nothing where stderr is no terminal, but a line a workload. */
export function progressBar(total: number): {
  update(done: number, what: string): void;
  end(): void;
} {
  const { stderr } = process;
  const started = performance.now();
  let last = '';
  return {
    update(done, what) {
      if (!stderr.isTTY) {
        if (what !== last) stderr.write(`${what}\n`);
        last = what;
        return;
      }
      const share = Math.min(1, done / total);
      const filled = Math.round(share * width);
      const left = share > 0.02 ? ((performance.now() - started) / share) * (1 - share) : total * 1000;
      const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
      stderr.write(
        `\r\u001b[2K${bar} ${(share * 100).toFixed(0).padStart(3)} %  ${what}  (${Math.ceil(left / 1000)} s left)`,
      );
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\u001b[2K');
    },
  };
}
