import { describe, expect, test } from 'vitest';
import { liableWords, partWords, reviewWords, roomWords } from '../../../functions/homes/handovers/public.ts';
import { acceptanceLate } from '../../../functions/notices/templates/acceptance.letters.ts';
import { balanceLow } from '../../../functions/notices/templates/balance.letters.ts';
import { campaignInvitation, campaignReminder } from '../../../functions/notices/templates/campaign.letters.ts';
import {
  drawerAboveMaximum,
  drawerDifferenceOld,
  drawerOverdue,
} from '../../../functions/notices/templates/drawer.letters.ts';
import { freeLetter } from '../../../functions/notices/templates/free.letters.ts';
import {
  type AboutDefect,
  defectsLate,
  defectsLateForBuyer,
  defectsRejected,
  everythingRight,
  recordsWait,
} from '../../../functions/notices/templates/inspection.letters.ts';
import { type Letter, type Rendered, render } from '../../../functions/notices/templates/letter.ts';
import { paymentCredited, paymentMoved } from '../../../functions/notices/templates/payment.letters.ts';
import {
  calendarEnds,
  escalation,
  moneyHeldTooLong,
  othersMoneyShort,
  slaWarning,
} from '../../../functions/notices/templates/staff.letters.ts';
import { surveyInvitation, surveyReminder } from '../../../functions/notices/templates/survey.letters.ts';
import {
  ticketLowered,
  ticketQuestion,
  ticketRaised,
  ticketReceived,
  ticketReplied,
} from '../../../functions/notices/templates/ticket.letters.ts';
import {
  appointmentBooked,
  technicianAssigned,
  workOrderGiven,
} from '../../../functions/notices/templates/visit.letters.ts';
import { moment, span } from '../../../functions/notices/templates/when.ts';
import { type Language, languages, say } from '../../../shared/kernel/language.ts';
import { filled } from '../../filled.ts';

const zone = 'Asia/Shanghai';
const url = 'https://anju.example/p/surveys/abc.def';
const from = '2025-03-31T06:00:00Z';
const to = '2025-03-31T08:00:00Z';

const within7 = { 'zh-CN': '发出后 7 天内', 'zh-TW': '寄出後 7 天內', en: 'within 7 days of this e-mail' };

/** Every letter about a ticket with this title, and what each must contain. */
function lettersAbout(title: string, language: Language): Record<string, { letter: Letter; says: readonly string[] }> {
  const about = { number: 'YG-10042-7', title };
  const pressing = { ...about, severity: 'urgent', timer: 'arrive', dueAt: to, zone };
  const survey = { ...about, url, isRepair: true, windowDays: 7, expiresAt: to, zone };
  const words = { 'zh-CN': title, 'zh-TW': title, en: title };
  const campaign = { title: words, purpose: words, questions: 4, estate: '阳光花园', url };
  const ends = moment(to, zone, language);
  const defect: AboutDefect = {
    unitLabel: '3栋1201',
    room: 'kitchen',
    part: 'floors',
    note: `空鼓\n${title}`,
    findings: '仍空鼓',
    liable: 'contractor',
    contractor: '城建一公司',
    dueOn: '2025-03-30',
  };
  const [kitchen, floors] = [say(roomWords.kitchen ?? partWords.other, language), say(partWords.floors, language)];
  const says = [kitchen, floors, `空鼓 ${title}`, '2025-03-30'];
  const liable = [say(liableWords.contractor, language), '城建一公司'];
  const reviews = [
    { itemId: 'kitchen/floor', records: [{ key: 'a', why: ['own-work' as const, 'same-id' as const] }] },
    { itemId: 'kitchen/walls', records: [{ key: 'b', why: ['after-sheet' as const] }] },
  ];
  const lateItem = { name: { 'zh-CN': '电梯', 'zh-TW': '電梯', en: 'Lifts' }, note: title, dueOn: '2025-03-30' };
  return {
    'defects-late': {
      letter: defectsLate({ phase: '一期', defects: [defect] }, language),
      says: [...says, ...liable, '一期', '3栋1201'],
    },
    'defects-late to the buyer': {
      letter: defectsLateForBuyer({ unit: '3栋1201', defects: [defect] }, language),
      says: [...says, '3栋1201'],
    },
    'defects-rejected': {
      letter: defectsRejected({ phase: '一期', unit: '3栋1201', defects: [defect] }, language),
      says: [...says, ...liable, '仍空鼓', '一期', '3栋1201'],
    },
    'defects-closed': { letter: everythingRight({ unit: title, url }, language), says: [title, url] },
    'inspection-review': {
      letter: recordsWait({ phase: title, unit: '3栋1201', reviews }, language),
      says: [
        ...['3栋1201', 'kitchen/floor', 'kitchen/walls'],
        ...(['own-work', 'same-id', 'after-sheet'] as const).map((why) => say(reviewWords[why], language)),
      ],
    },
    'acceptance-late': {
      letter: acceptanceLate({ phase: '一期', items: [{ ...lateItem, owner: '孙立' }], to: 'manager' }, language),
      says: ['一期', say(lateItem.name, language), title, '2025-03-30', '孙立'],
    },
    'acceptance-late to the owner': {
      letter: acceptanceLate({ phase: '一期', items: [{ ...lateItem, owner: '孙立' }], to: 'owner' }, language),
      says: ['一期', say(lateItem.name, language), title, '2025-03-30'],
    },
    'ticket-received': {
      letter: ticketReceived(
        { ...about, receivedAt: from, place: '3栋1201', emergency: true, leave: true, zone },
        language,
      ),
      says: ['YG-10042-7', title, '3栋1201', moment(from, zone, language)],
    },
    'ticket-raised': {
      letter: ticketRaised({ ...about, leave: false }, language),
      says: ['YG-10042-7', title],
    },
    'ticket-lowered': {
      letter: ticketLowered(about, language),
      says: ['YG-10042-7', title],
    },
    'ticket-replied': {
      letter: ticketReplied({ ...about, reply: `一\n二 & ${title}` }, language),
      says: ['YG-10042-7', title, '二 &'],
    },
    'written acknowledgement of a complaint': {
      letter: ticketReplied({ ...about, reply: title, milestone: 'acknowledgement' }, language),
      says: ['YG-10042-7', title],
    },
    'final answer to a complaint': {
      letter: ticketReplied({ ...about, reply: title, milestone: 'answer' }, language),
      says: ['YG-10042-7', title, { 'zh-CN': '街道办事处', 'zh-TW': '地方政府', en: 'local government' }[language]],
    },
    'ticket-question': {
      letter: ticketQuestion({ ...about, question: '几楼？' }, language),
      says: ['YG-10042-7', title, '几楼？'],
    },
    'payment-moved': {
      letter: paymentMoved({ fen: 10_000, day: title, reopenedFen: 9_500 }, language),
      says: ['100.00', '95.00', title],
    },
    'payment-credited': {
      letter: paymentCredited({ fen: 10_000, day: '2026-11-20', receiptNumber: title }, language),
      says: ['100.00', '2026-11-20', title],
    },
    'balance-low': {
      letter: balanceLow(
        {
          unit: title,
          utility: 'electricity',
          balanceFen: 1_234,
          levelFen: 2_000,
          daysLeft: '2.6',
          at: from,
          zone,
          lastLevel: true,
        },
        language,
      ),
      says: [title, '12.34', '20.00', '2.6', '2025-03-31 14:00'],
    },
    'appointment-booked': {
      letter: appointmentBooked({ ...about, from, to, zone, technician: '张强', url }, language),
      says: ['YG-10042-7', title, span(from, to, zone, language), '张强'],
    },
    'technician-assigned': {
      letter: technicianAssigned({ ...about, technician: '张强', emergency: false, url }, language),
      says: ['YG-10042-7', title, '张强'],
    },
    'work-order-given': {
      letter: workOrderGiven(
        { ...about, severity: 'emergency', description: '一地水', place: '3栋1201', requester: '李梅', phone: '138' },
        language,
      ),
      says: ['YG-10042-7', title, '一地水', '3栋1201', '李梅', '138'],
    },
    'calendar-ends': {
      letter: calendarEnds({ estate: title, endsOn: '2026-12-31' }, language),
      says: [title, '2026-12-31'],
    },
    'others-money-short': {
      letter: othersMoneyShort({ estate: title, day: '2026-11-28', shortFen: 10_000, moneyFen: 20_000 }, language),
      says: [title, '2026-11-28', '100.00', '200.00'],
    },
    'money-held-too-long': {
      letter: moneyHeldTooLong({ estate: title, day: '2026-11-28', item: '水费', fen: 25_210 }, language),
      says: [title, '2026-11-28', '水费', '252.10'],
    },
    'drawer-above-maximum': {
      letter: drawerAboveMaximum({ estate: title, fen: 560_000, maximumFen: 500_000, depositFen: 510_000 }, language),
      says: [title, '5600.00', '5000.00', '5100.00'],
    },
    'drawer-overdue': {
      letter: drawerOverdue({ estate: title, cashier: '周洁', day: '2026-11-27', fen: 30_000, isOpen: true }, language),
      says: [title, '周洁', '2026-11-27', '300.00'],
    },
    'drawer-difference-old': {
      letter: drawerDifferenceOld(
        { estate: title, cashier: '周洁', day: '2026-11-20', fen: -1_000, ageDays: 8 },
        language,
      ),
      says: [title, '周洁', '2026-11-20', '10.00', '8', '1901'],
    },
    'sla-warning': { letter: slaWarning(pressing, language), says: ['YG-10042-7', title, ends] },
    escalation: {
      letter: escalation({ ...pressing, level: 2, cause: 'asked', insteadOf: '孙立', reason: '漏水三天' }, language),
      says: ['YG-10042-7', title, ends, '孙立', '漏水三天'],
    },
    'survey-invitation': {
      letter: surveyInvitation(survey, language),
      says: ['YG-10042-7', title, within7[language], url],
    },
    'survey-reminder': { letter: surveyReminder(survey, language), says: ['YG-10042-7', title, ends, url] },
    'campaign-invitation': {
      letter: campaignInvitation({ ...campaign, answerDays: 7 }, language),
      says: [title, '阳光花园', within7[language], url],
    },
    'campaign-reminder': {
      letter: campaignReminder({ ...campaign, expiresAt: to, zone }, language),
      says: [title, ends, url],
    },
    free: {
      letter: freeLetter({ subject: title, text: `停水通知\n${title}\n\n谢谢` }),
      says: [title, '停水通知', '谢谢'],
    },
  };
}

const envelope = (language: Language) => ({ language, recipientName: 'O’Hara & 李梅', estateName: '阳光花园' });

/** The visible text of an HTML mail, in one line. */
function read({ html }: Pick<Rendered, 'html'>): string {
  const body = html.slice(html.indexOf('<body'));
  const marks = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return Object.entries(marks)
    .reduce((text, [mark, character]) => text.replaceAll(mark, character), body.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ');
}

const plainly = (text: string) => text.replace(/\s+/g, ' ').trim();

describe.each(languages)('letters in %s', (language) => {
  const title = '厨房漏水';
  const letters = Object.entries(lettersAbout(title, language));

  test.each(letters)('%s is complete in text and in HTML', (_, { letter, says }) => {
    const rendered = render(letter, envelope(language));
    for (const fact of says) {
      expect(rendered.text).toContain(fact);
      expect(read(rendered)).toContain(fact);
    }
    expect(rendered.text).toContain('阳光花园');
    expect(rendered.text).toContain('O’Hara & 李梅');
  });

  test.each(letters)('%s has the same lines in HTML as in text', (_, { letter }) => {
    const rendered = render(letter, envelope(language));
    // The reader does not see the blanks at the end of markup.
    const html = read(rendered).replaceAll(' ', '');
    for (const line of filled(rendered.text.split('\n').filter(Boolean))) {
      expect(html).toContain(plainly(line.replace(/^> ?/, '')).replaceAll(' ', ''));
    }
  });

  test.each(letters)('%s has no unfilled placeholder', (_, { letter }) => {
    const { subject, text, html } = render(letter, envelope(language));
    const body = html.slice(html.indexOf('<body'));
    for (const part of [subject, text, body]) expect(part).not.toMatch(/\{\w*\}|undefined|null|NaN|\[object/);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).toContain(`<html lang="${language}">`);
  });

  test.each(Object.entries(lettersAbout('<script>alert("{number}")</script>&amp;', language)))(
    '%s escapes typed markup',
    (_, { letter }) => {
      const rendered = render(letter, { ...envelope(language), recipientName: '<img src=x onerror=y>' });
      expect(rendered.html).not.toMatch(/<script|<img|onerror=y>[^&]*<\/p><script/);
      expect(rendered.html).toContain('&lt;script&gt;alert(&quot;{number}&quot;)&lt;/script&gt;&amp;amp;');
      expect(rendered.text).toContain('<script>alert("{number}")</script>&amp;');
    },
  );

  test('a survey has a button and its address to copy', () => {
    const { html } = render(surveyInvitation({ number: 'YG-1', title, url, isRepair: true, windowDays: 7 }, language), {
      ...envelope(language),
    });
    expect(html).toContain(`<a href="${url}"`);
    expect(html).toContain(`>${url}</p>`);
  });

  test('D37 only a repair is asked whether it is solved: a complaint is not', () => {
    const about = { number: 'YG-1', title, url, windowDays: 7 };
    const said = (isRepair: boolean) =>
      render(surveyInvitation({ ...about, isRepair }, language), envelope(language)).text;
    const solved = { 'zh-CN': '解决', 'zh-TW': '解決', en: 'solved' }[language];
    expect(said(true)).toContain(solved);
    expect(said(false)).not.toContain(solved);
    const late = { number: 'YG-1', title, url, isRepair: false, expiresAt: to, zone };
    expect(render(surveyReminder(late, language), envelope(language)).text).not.toContain(solved);
  });

  test('R15.5 marketing names its sender and the unsubscribe link; service notices have no such link', () => {
    const unsubscribeUrl = 'https://anju.example/p/notices/x.y';
    const letter = freeLetter({ subject: '开放日', text: '周末开放' });
    const marketing = render(letter, { ...envelope(language), unsubscribeUrl });
    expect(marketing.text).toContain(unsubscribeUrl);
    expect(marketing.html).toContain(`<a href="${unsubscribeUrl}"`);
    expect(marketing.text).toContain('阳光花园');
    expect(render(letter, envelope(language)).text).not.toContain('unsubscribe');
  });
});

test('a gathered letter lists fifty things and the number of further ones', () => {
  const defect = {
    unitLabel: '3栋1201',
    room: '车库',
    part: 'floors',
    note: 'x'.repeat(500),
    liable: 'property',
  } as const;
  const of = (count: number) => Array.from({ length: count }, () => ({ ...defect, dueOn: '2025-03-30' }));
  const many = defectsLate({ phase: '一期', defects: of(73) }, 'en');
  expect(many.subject).toContain('73 defects');
  // The phase and fifty lines, each readable.
  expect(many.facts).toHaveLength(51);
  expect(many.facts?.at(-1)).toMatchObject({ label: '3栋1201 车库' });
  expect(many.facts?.at(-1)?.value).toContain(`${'x'.repeat(200)}… `);
  expect(many.after).toEqual(['23 more are not listed here. Please see the system.']);
  expect(defectsLate({ phase: '一期', defects: of(50) }, 'en').after).toBeUndefined();
});

test('a buyer who has signed is not asked to choose a time', () => {
  const about = { unit: '3栋1201' };
  expect(everythingRight({ ...about, url: undefined }, 'en').paragraphs).toHaveLength(1);
  expect(everythingRight({ ...about, url }, 'en').paragraphs[1]).toContain('acceptance sheet');
});

test('a manager’s text keeps its paragraphs with any line ends', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const { paragraphs } = freeLetter({ subject: 'x', text: ['one', 'still one', ' ', '', 'two', ''].join(end) });
    expect(paragraphs).toEqual(['one\nstill one', 'two']);
  }
});

describe('times in letters', () => {
  test('are in the estate’s zone, with the weekday', () => {
    expect(moment('2025-03-31T16:30:00Z', zone, 'zh-CN')).toBe('2025年4月1日（周二） 00:30');
    expect(moment('2025-03-31T16:30:00Z', zone, 'zh-TW')).toBe('2025年4月1日（週二） 00:30');
    expect(moment('2025-03-31T16:30:00Z', zone, 'en')).toBe('Tuesday, 1 April 2025, 00:30');
  });

  test('name a single day once', () => {
    expect(span(from, to, zone, 'zh-CN')).toBe('2025年3月31日（周一） 14:00 – 16:00');
    expect(span(from, '2025-03-31T17:00:00Z', zone, 'en')).toBe(
      'Monday, 31 March 2025, 14:00 – Tuesday, 1 April 2025, 01:00',
    );
  });
});
