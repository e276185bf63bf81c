// Builds the inspector's page to where the inspector looks for it.
import { join } from 'node:path';
import { buildPage } from './buildPage.ts';

await buildPage(join(import.meta.dirname, '..', '..', '..', 'dist', 'inspect', 'page'));
