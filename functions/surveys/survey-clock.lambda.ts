import { jobHandler } from '../../shared/events/job.ts';
import { surveyClock } from './survey-clock.ts';

export const handler = jobHandler(surveyClock);
