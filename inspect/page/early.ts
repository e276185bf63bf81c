// Runs before the page's own script is even read.
import { startEarly } from './chart/earlyStart.ts';

startEarly();
