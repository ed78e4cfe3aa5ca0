import type { Job } from '../../shared/events/job.ts';
import { drawRemuneration } from './common-income/draw-remuneration.job.ts';
import { dunningRun } from './dunning/dunning-run.job.ts';
import { revenueRecognition } from './fees/revenue-recognition.job.ts';
import { drawerWatch } from './ledger/drawer-watch.job.ts';
import { meterSettlement } from './meters/meter-settlement.job.ts';

/** Lists the scheduled jobs of the contexts of `money`. One function runs them. */
export const jobs: readonly Job[] = [drawRemuneration, drawerWatch, dunningRun, meterSettlement, revenueRecognition];
