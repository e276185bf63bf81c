// Runs before the page's own script is even read: the layout engine is large, and loads in its worker meanwhile.
import { keepEngineWorker } from './chart/engineWorker.ts';

keepEngineWorker(new Worker('/elk-worker.min.js'));
