import { changePolicy, type Scenario } from '../scenario.ts';
import { handoversInspectionScenario } from './handovers/inspection.ts';
import { handoversPlanScenario } from './handovers/plan.ts';

const policy = {
  acceptanceDueDays: 20,
  fund: [{ version: '市维修资金标准', from: '2020-01-01', rate: { by: 'flat', perM2: { 有电梯: '120' } } }],
};

export const scenario: Scenario = {
  needs: ['owners'],
  after: ['notices'],
  run: async (of, ids, perform) => {
    await changePolicy('Handovers', policy, of, perform);
    const planned = await handoversPlanScenario(of, ids, perform);
    return { ...planned, ...(await handoversInspectionScenario(of, planned, perform)) };
  },
};
