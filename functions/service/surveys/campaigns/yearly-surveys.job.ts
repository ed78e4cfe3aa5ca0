import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { type Job, processDue } from '../../../../shared/events/job.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { everyEstate } from '../../../register/owners/public.ts';
import { openYearlySurvey, yearlySurveyIdOf, yearlySurveyTasks, yearOf } from './yearly-survey.ts';

const name = 'yearly-surveys';

/** Puts the survey of the year on the task list of each estate, unless it was held already (R14.4). */
export const yearlySurveysJob: Job = {
  name,
  every: 'rate(20 minutes)',
  run: async (now) => {
    const act: ActionContext = { actor: { kind: 'system', id: name }, recordedAt: now.toString() };
    const owing = new Map<string, number>();
    for await (const { estateId, calendar } of everyEstate()) {
      owing.set(estateId, yearOf(dayIn(calendar.zone, act.recordedAt)));
    }
    const opened = await processDue([...owing.keys()], { what: name, together: 10 }, async (estateId) => {
      const year = owing.get(estateId);
      if (year === undefined) return 0;
      const taskId = yearlySurveyIdOf(estateId, year);
      if (await get(yearlySurveyTasks.entity, { taskId })) return 0;
      await openYearlySurvey(estateId, year, act).commit();
      return 1;
    });
    return { opened: opened.reduce<number>((sum, count = 0) => sum + count, 0) };
  },
};
