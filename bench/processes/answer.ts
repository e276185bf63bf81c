/** What a process does when it is asked to, by name. */
export type Tasks = Readonly<Record<string, (params: never) => unknown>>;

export interface Question {
  readonly id: number;
  readonly task: string;
  readonly params: unknown;
}

export type Answer =
  | { readonly id: number; readonly isBegun: true }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

/** Answers what the parent process asks, until the parent is gone. */
export function answer(tasks: Tasks): void {
  const say = (message: Answer): void => void process.send?.(message);
  const act = async ({ id, task, params }: Question): Promise<void> => {
    try {
      const act = tasks[task];
      if (act === undefined) throw new Error(`no task ${task}`);
      // The parent's side is typed by these very tasks.
      const ending = act(params as never);
      say({ id, isBegun: true });
      say({ id, result: await ending });
    } catch (error) {
      say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
  process.on('message', (question: Question) => void act(question));
  process.on('disconnect', () => process.exit());
}
