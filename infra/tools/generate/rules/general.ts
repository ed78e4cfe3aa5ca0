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
        'A claim is limited to three years from the day after it was due. A demand that reached the debtor, a promise, a part payment, a suit or an arbitration starts the three years again. Arrears older than three years without a proven demand are marked as at risk; they stay payable.',
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
        'No marketing without consent or after a refusal. Each marketing message names its sender and a way to stop it. Notices about bills, repairs and safety are no marketing and survive the refusal.',
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
