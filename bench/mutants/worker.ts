// Judges the mutants whose numbers come by message, one after the other.
import { allMutants, generateSuites, judge } from './judge.ts';

const suites = generateSuites();
const mutants = allMutants();
// What a mutant does late is not the next one's fault.
process.on('uncaughtException', () => {});
process.on('message', (index: number) => {
  const mutant = mutants[index];
  if (mutant === undefined) return;
  judge(suites, mutant.machine, Number(process.env['SEQUENCES'] ?? 30)).then(
    (caught) => process.send?.({ index, caught: caught ?? null }),
    (error: unknown) => process.send?.({ index, caught: `it failed: ${String(error)}` }),
  );
});
process.send?.({ index: -1, caught: null });
