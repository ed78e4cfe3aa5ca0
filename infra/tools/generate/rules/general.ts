import { type Chapter, choice, contract, excerpt, memory, practice, read, rule } from './sources.ts';

/** Rules that all contexts share: time, money, personal data, defaults. */
export const general: readonly Chapter[] = [
  {
    number: 'R0',
    title: 'Time and money',
    rules: {
      'R0.1': rule(
        'A period in days, months or years does not count its first day. It ends at 24:00 of the corresponding day of its last month, or of that month’s last day where there is none. A last day that is a day of rest moves to the next working day of the national calendar: weekends and 13 statutory days rest, make-up workdays do not. Delivered on 2024-02-29, five years end on 2029-02-28.',
        memory('civilCode', '200–203'),
        read('holidays', '2'),
      ),
      'R0.2': rule(
        'Money is integer fen. Amounts are multiplied exactly and rounded once, half up: 1.005 yuan is 1.01. An estate may set another rounding.',
        practice('public property-management software, which offers the rounding as a setting'),
      ),
      'R0.3': rule(
        'A claim is limited to three years from the day after it was due. A demand that reached the debtor, a promise, a part payment, a suit or an arbitration starts the three years again (R26.4). Arrears whose period is over are marked as at risk; they stay payable.',
        memory('civilCode', '188, 192, 193'),
        read('civilCode', '194'),
        excerpt('civilCode', '195'),
      ),
    },
  },
  {
    number: 'R15',
    title: 'Personal data (个人信息)',
    rules: {
      'R15.2': {
        ...rule(
          'Personal data is kept no longer than needed, and erased or locked when its purpose is gone. What the law requires to be kept is locked instead.',
          read('privacy', '19, 47'),
        ),
        notBuilt: true,
      },
      'R15.3': {
        ...rule(
          'A person may see, copy, correct and delete their data, and gets a reason for every refusal. The law names no number of days; 30 are usual.',
          read('privacy', '45–50'),
          practice('GB/T 35273-2020, 30 days'),
        ),
        notBuilt: true,
      },
      'R15.5': rule(
        'No marketing without consent or after a refusal. Each marketing message names its sender and a way to stop it. Notices about bills, repairs and safety are no marketing and survive the refusal; one that advertises is refused.',
        read('consumers', '29'),
        read('advertising', '43'),
        read('privacy', '24'),
      ),
      'R15.7': rule(
        'Data is masked for those who need not know it: phone 138****8001, name 张**.',
        practice('custom of service desks; not confirmed by a text'),
      ),
    },
  },
  {
    number: 'R26',
    title: 'Limitation and the statutory calendar (诉讼时效、法定休假日)',
    rules: {
      'R26.1': rule(
        'A bill is limited to three years from the day after its due day, and to twenty years in all. Each bill counts by itself: whether the fees of several periods are one debt in instalments is not settled.',
        excerpt('civilCode', '188'),
        memory('civilCode', '189'),
      ),
      'R26.2': rule(
        'After the period the debtor may refuse. Who then promises to pay or agrees on instalments cannot plead it any more, and what was paid is not given back. No court raises it by itself. Anju therefore only shows the risk: it deletes nothing and blocks no payment.',
        excerpt('civilCode', '192'),
        read('civilCode', '193'),
      ),
      'R26.3': rule(
        'An obstacle in the last six months suspends the period: force majeure, no legal representative, no known heir or administrator, being held by the debtor, or another one. It ends six months after the obstacle is gone. Ends on 2025-03-31, the owner dies on 2025-02-10, an administrator is known on 2025-09-01: until Monday 2026-03-02. An obstacle that is gone before the last six months changes nothing.',
        read('civilCode', '194'),
      ),
      'R26.4': rule(
        'The period starts again with a demand that reached the debtor or should have; with the debtor’s promise, part payment or instalment plan; with a suit or an arbitration; and with equal acts such as a payment order, mediation, a claim in bankruptcy or enforcement. For a procedure it starts again at its end. A demand for a part counts for the whole. Staff record what Anju does not know, with its proof. Due on 2022-03-31: until 2025-03-31; with a part payment on 2024-05-10 until 2027-05-10; with a plan of 2024-06-03 until 2027-06-03. Prepaid money that the system uses is no act of the debtor.',
        excerpt('civilCode', '195'),
        memory('limitationInterpretation', '8–14'),
      ),
      'R26.5': rule(
        'A demand is proven by a signed receipt, EMS, a read receipt or a notary. Posting counts only where no address of the debtor is known.',
        memory('limitationInterpretation'),
      ),
      'R26.6': rule(
        'A legal period whose last day is a rest day ends on the next working day. Rest days are those of one national calendar, whatever the hours of a desk: Saturdays, Sundays and the holidays of the State Council’s notice, without its make-up workdays. It holds for limitation, for due days counted from the day of a bill, for days to answer a demand, and for the 30, 60 and 90 days of fund and title. A due day that a person sets stays, and so does the end of a warranty. 2024-06-30 and 90 days end on Sunday 2024-09-29, a make-up workday; 2027-03-01 and 35 days on 2027-04-06, and late charge runs from the 7th. Promised times of tickets keep the calendar of the estate.',
        memory('civilCode', '203'),
        excerpt('holidayNotices'),
      ),
      'R26.7': rule(
        'Statutory days are 13 from 2025 on: 1 January; Lunar New Year’s Eve and the first three days of the year; Qingming; 1 and 2 May; Dragon Boat; Mid-Autumn; 1 to 3 October. Up to 2024 they were 11, without the Eve and 2 May. 8 March, 4 May, 1 June and 1 August are no days off for everybody. One on a weekend is made up on a working day that the notice names.',
        read('holidays', '2'),
        memory('holidays', '6'),
      ),
      'R26.8': rule(
        'The dates of the festivals from 2022 to 2035 are a table. The Chinese calendar of a programming language is not used: some are a day off for 2027 and 2030, whose new moons are near midnight.',
        practice('computed from new moons and solar terms in Beijing time; no official almanac was read'),
      ),
      'R26.9': rule(
        'A year without a notice of the State Council has weekends and statutory days only, the earliest end: days that a notice may add are not guessed. Legal days in it are shown as provisional, and follow from the notice once it is entered.',
        choice,
      ),
    },
  },
  {
    number: 'R17',
    title: 'Defaults',
    rules: {
      R17: rule(
        'What a city, a contract or an estate decides is a setting with an effective day and a default; a past period is never priced again. Defaults: Asia/Shanghai, zh-CN, yuan in fen; the day of delivery is charged; no late charge; bills are paid in the statutory order, late charge after the principal (R28); cost sharing by floor area; low balance at 50.00 and 20.00 yuan, quiet from 21:00 to 08:00; the dunning steps of R12.3; the promised times of R2.1 and R13.3; surveys open for 7 days, at most one per person in 30 days.',
        contract,
        choice,
        practice(),
      ),
    },
  },
];
