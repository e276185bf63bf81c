import elk from 'elkjs/lib/elk-api.js';
import { createCanvasMeasure } from './canvasMeasure.ts';
import { createChartLayouts, type ChartLayouts, type LayoutEngine } from './createChartLayouts.ts';
import { takeEngineWorker, takePreparedLayouts } from './earlyStart.ts';

let layouts: ChartLayouts | undefined;

/** The layout engine, in a worker of its own that is served beside the page. */
export function createEngine(): LayoutEngine {
  return new elk.default({ workerFactory: takeEngineWorker });
}

/** The page's layouts of statecharts. */
export function browserLayouts(): ChartLayouts {
  layouts ??= createChartLayouts({
    createEngine,
    measure: createCanvasMeasure(),
    prepared: takePreparedLayouts(),
  });
  return layouts;
}
