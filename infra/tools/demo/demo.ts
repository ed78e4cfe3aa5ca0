import * as z from 'zod';
import { demoPeople, enterDemoEstate } from '../../local/demo-estate.ts';
import { storyOfTheLaw } from './dunning.ts';
import { storyOfElectricity } from './electricity.ts';
import { storyOfAHandover } from './handover.ts';
import { storyOfAClaim, storyOfALeak, storyOfALetter } from './leak.ts';
import { storyOfABill } from './money.ts';
import { apiUrl, client, decide, estateId, heading, now, tell, thing } from './output.ts';

/* `npm run demo`: the story of the backend, told by doing it against the running system. */

const units = await enterDemoEstate(client);
const unitId = units.get('3栋2单元1201');

// Told twice within a month, the story must ask the same household twice, and at night it must write to it at once:
// neither would the backend do by itself.
await decide('surveys', ({ contactCap }) => ({ contactCap: { ...z.looseObject({}).parse(contactCap), surveys: 20 } }));
await decide('meters', () => ({ quietFrom: '00:00', quietTo: '00:00' }));
await decide('notices', () => ({
  quietFrom: '00:00',
  quietTo: '00:00',
  reminderBudget: { notices: 20, days: 1 },
}));

const { ticketId } = await storyOfALeak(unitId);
await storyOfALetter();
await storyOfAClaim();
await storyOfABill(unitId);
await storyOfElectricity(unitId);
await storyOfTheLaw();
await storyOfAHandover();

heading('What the manager sees');
const month = now().toISOString().slice(0, 7);
const figures = await client.must(thing, 'GET', `/v1/surveys/statistics?estateId=${estateId}&month=${month}`, {
  as: demoPeople.sunli,
});
tell(`satisfaction of the month: ${JSON.stringify(figures)}`);
const notices = await client.must(
  z.object({ items: z.array(z.object({ template: z.string(), status: z.string() })) }),
  'GET',
  `/v1/notices?estateId=${estateId}&limit=10`,
  { as: demoPeople.wangfang },
);
for (const { template, status } of notices.items) tell(`notice ${template.padEnd(24)} ${status}`);
console.log(`\nEverything above is in the written record: GET ${apiUrl}/v1/tickets/${ticketId}/events\n`);
