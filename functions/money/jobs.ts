import type { Job } from '../../shared/events/job.ts';
import { dunningRun } from './dunning/dunning-run.job.ts';
import { revenueRecognition } from './fees/revenue-recognition.job.ts';
import { meterSettlement } from './meters/meter-settlement.job.ts';

/** Lists the scheduled jobs of the contexts of `money`. One function runs them. */
export const jobs: readonly Job[] = [dunningRun, meterSettlement, revenueRecognition];
