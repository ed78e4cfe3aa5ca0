import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import {
  billLink,
  handoverLink,
  questionsLink,
  surveyLink,
  titleLink,
  unsubscribeLink,
  withoutTokens,
} from '../../../functions/notices/notice-links.ts';

const now = Temporal.Instant.from('2026-11-27T08:00:00Z');

test('staff who read a notice see no token of any link in it, since a token lets its holder act as the reader', () => {
  vi.stubEnv('LINK_SECRET', 'a secret');
  vi.stubEnv('LINK_BASE_URL', 'https://anju.example');
  const links = [
    surveyLink('srv_1', now),
    unsubscribeLink('psn_1', now),
    billLink('bill_1', now),
    handoverLink({ handoverId: 'hnd_1' }, now),
    titleLink('ttl_1', now),
    questionsLink('tkt_1', now),
  ];
  vi.unstubAllEnvs();
  for (const link of links) {
    const token = link.slice(link.lastIndexOf('/') + 1);
    expect(token.length).toBeGreaterThan(20);
    const shown = withoutTokens(`请点击 ${link}，或 <a href="${link}?lang=en">here</a>.`);
    expect(shown).not.toContain(token);
    expect(shown).toContain('/***');
  }
});
