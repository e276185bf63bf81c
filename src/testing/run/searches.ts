import { searchCommands } from './searchCommands.ts';
import { searchRaces } from './searchRaces.ts';

/** The searches that can be shared out, by the name under which a thread is asked for them. */
export const searches = { commands: searchCommands, races: searchRaces } as const;
