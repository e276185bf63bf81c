import { InvalidArgumentError } from 'commander';
import { didYouMean, suggest } from '../../project/suggest.ts';
import { faultNames } from '../../testing/verify/faults.ts';

export { faultNames };

/** The forms that a report can have. */
export const reportForms = ['junit', 'json', 'html'] as const;
export type ReportForm = (typeof reportForms)[number];

/** Transports that a proxy of TCP connections can stand before. */
export const transportNames = ['polling', 'websocket'] as const;
export type TransportName = (typeof transportNames)[number];

/** Protocols that a connection can be told to speak. */
export const protocolNames = ['v2', 'v4', 'auto'] as const;
export type ProtocolName = (typeof protocolNames)[number];

/** Reads names with commas between them, out of those that there are. */
const listOf =
  <Name extends string>(kind: string, names: readonly Name[]) =>
  (text: string): readonly Name[] => {
    const given = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const found = given.map((name) => {
      const known = names.find((one) => one === name);
      if (known !== undefined) return known;
      const near = didYouMean(suggest(name, names));
      throw new InvalidArgumentError(
        `There is no ${kind} ${JSON.stringify(name)}.${near} There are: ${names.join(', ')}.`,
      );
    });
    return [...new Set(found)];
  };

/** Reads `--faults`. */
export const listOfFaults = listOf('fault', faultNames);

/** Reads `--transports`. */
export const listOfTransports = listOf('transport', transportNames);
