import { InvalidArgumentError } from 'commander';
import { didYouMean, suggest } from '../../project/suggest.ts';
import { faultNames, type FaultName } from '../../testing/verify/faults.ts';

export { faultNames };

/** The forms that a report can have. */
export const reportForms = ['junit', 'json', 'html'] as const;
export type ReportForm = (typeof reportForms)[number];

/** Reads `--faults`: names, with commas between them. */
export function listOfFaults(text: string): readonly FaultName[] {
  const given = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const names = given.map((name) => {
    const known = faultNames.find((fault) => fault === name);
    if (known !== undefined) return known;
    const near = didYouMean(suggest(name, faultNames));
    throw new InvalidArgumentError(
      `There is no fault ${JSON.stringify(name)}.${near} There are: ${faultNames.join(', ')}.`,
    );
  });
  return [...new Set(names)];
}
