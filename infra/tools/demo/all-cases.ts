import * as z from 'zod';
import { changeMoneyPolicy } from '../../api-client/change-policy.ts';
import { demoPeople, enterDemoEstate } from '../../local/demo-estate.ts';
import { demoDunning } from './dunning.ts';
import { demoPrepaidElectricity } from './electricity.ts';
import { demoHandover } from './handover.ts';
import { demoClaim, demoEmergencyRepair, demoLateEntry } from './leak.ts';
import { demoBill } from './money.ts';
import { apiUrl, client, decide, estateId, heading, now, tell, thing } from './output.ts';

/* `npm run demo`: runs sample cases against the running backend and prints each step. */

const units = await enterDemoEstate(client);
const unitId = units.get('3栋2单元1201');

// The demo may run twice in a month and at night.
// The default policies would then limit surveys and hold mails back.
await decide('surveys', ({ contactCap }) => ({ contactCap: { ...z.looseObject({}).parse(contactCap), surveys: 20 } }));
await changeMoneyPolicy(
  client,
  { estateId, context: 'meters', by: demoPeople.sunli, approver: demoPeople.wuhao },
  (_, version) => (version > 0 ? undefined : { quietFrom: '00:00', quietTo: '00:00' }),
);
await decide('notices', () => ({
  quietFrom: '00:00',
  quietTo: '00:00',
  reminderBudget: { notices: 20, days: 1 },
}));

const { ticketId } = await demoEmergencyRepair(unitId);
await demoLateEntry();
await demoClaim();
await demoBill(unitId);
await demoPrepaidElectricity(unitId);
await demoDunning();
await demoHandover();

heading('The manager reads the figures');
const month = now().toISOString().slice(0, 7);
const figures = await client.must(thing, 'GET', `/v1/surveys/statistics?estateId=${estateId}&month=${month}`, {
  as: demoPeople.sunli,
});
tell(`satisfaction this month: ${JSON.stringify(figures)}`);
const notices = await client.must(
  z.object({ items: z.array(z.object({ template: z.string(), status: z.string() })) }),
  'GET',
  `/v1/notices?estateId=${estateId}&limit=10`,
  { as: demoPeople.wangfang },
);
for (const { template, status } of notices.items) tell(`notice ${template.padEnd(24)} ${status}`);
console.log(`\nThe record of the first ticket: GET ${apiUrl}/v1/tickets/${ticketId}/events\n`);
