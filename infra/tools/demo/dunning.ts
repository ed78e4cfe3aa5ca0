import * as z from 'zod';
import { demoPeople } from '../../local/demo-estate.ts';
import { client, estateId, heading, policySchema, tell } from './output.ts';

/* Overdue bills are collected using legally permitted steps only. */

const problemSchema = z.object({ code: z.string(), title: z.string() });
const ladderSchema = z.object({ ladder: z.array(z.looseObject({ step: z.string(), day: z.number() })) });

/** Shows the dunning steps, and the refusal of a step that cuts the power. */
export async function demoDunning(): Promise<void> {
  heading('Debtors are reminded step by step; nobody can cut their power');
  const { sunli } = demoPeople;
  const path = `/v1/dunning/policies/${estateId}`;
  const { estateId: _, version, ...policy } = await client.must(policySchema, 'GET', path, { as: sunli });
  const { ladder } = ladderSchema.parse(policy);
  tell(`dunning steps: ${ladder.map(({ step, day }) => `${day < 0 ? 'T' : 'T+'}${day} ${step}`).join(', ')}`);
  const [first] = ladder;
  const cruel = [...ladder, { ...first, step: 'cut-power', day: 120, means: 'cut-power' }];
  const body = { ...policy, ladder: cruel, reason: 'more pressure' };
  const answer = await client.send('PUT', path, { as: sunli, ifMatch: version, body, language: 'en' });
  const { code, title } = problemSchema.parse(answer.body);
  tell(`a step that cuts the power is refused: ${answer.status} ${code}`);
  tell(`  ${title}`);
}
