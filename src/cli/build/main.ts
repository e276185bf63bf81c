// Builds the command to where package.json says that it is.
import { join } from 'node:path';
import { buildCommand } from './buildCommand.ts';

await buildCommand(join(import.meta.dirname, '..', '..', '..', 'dist', 'cli'));
