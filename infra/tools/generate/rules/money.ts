import { type Chapter, choice, contract, excerpt, local, memory, practice, read, rule } from './sources.ts';

/** Rules of fees, late charge, meters, dunning, the cash desk and corrections. */
export const money: readonly Chapter[] = [
  {
    number: 'R4',
    title: 'Property fee (物业费)',
    rules: {
      'R4.1': rule(
        'A fee is area × price + addition, by building area or inside area, or a fixed sum, usage × price, or a formula of the estate. Area has two decimals, the price is per m² and month.',
        practice('public property-management software'),
      ),
      'R4.2': rule(
        'A bill line is rounded once, over its whole period: 89.37 × 2.68 is 239.51 a month and 718.53 a quarter; 89.43 × 2.35 is 2,521.93 a year, not twelve times a rounded month.',
        choice,
      ),
      'R4.3': rule(
        'A part month is charged by days; the day of delivery counts. Delivered on 2024-02-13: 239.5116 × 17/29 = 140.40.',
        practice(),
      ),
      'R4.4': rule(
        'At most twelve months are billed in advance.',
        local('text read', 'Hangzhou (杭州) 55, Zhengzhou (郑州) 42'),
      ),
      'R4.5': rule(
        'A price has an effective day and a ground: the contract, the owners’ decision or the public notice. A past or billed day keeps its price, and no day is charged twice. Owners may refuse what was charged twice or beyond the contract.',
        read('civilCode', '278'),
        read('propertyInterpretation', '2'),
      ),
      'R4.6': {
        ...rule(
          'Not living in a home is no reason not to pay. Discounts for vacant homes come from a contract or a city.',
          read('civilCode', '944'),
          excerpt('feeMeasures'),
        ),
        differs: 'Computed by an approved discount, see R33.3. Without one nobody has it.',
      },
      'R4.7': rule('A tenant may pay; the owner stays liable.', read('propertyInterpretation', '4'), contract),
      'R4.8': rule(
        'Money collected for others (utilities, the maintenance fund) is no revenue. The owner pays no handling fee, float or channel fee for it.',
        read('property', '44'),
        local('text read', 'Hangzhou (杭州)'),
      ),
      'R4.9': {
        ...rule(
          'Services, staff, fees, performance, use of the fund and common income are published to the owners.',
          read('civilCode', '943'),
        ),
        notBuilt: true,
      },
    },
  },
  {
    number: 'R5',
    title: 'Late charge (违约金)',
    rules: {
      'R5.1': rule(
        'Late charge = unpaid principal × daily rate × days, simple, and only where the contract names a rate. The due day is free, the day of payment counts. It is contract damages, no tax surcharge (滞纳金).',
        excerpt('feeMeasures'),
        contract,
      ),
      'R5.2': rule(
        '718.53 due on 2025-03-31 and paid on 2025-05-15 (45 days) costs 9.70 at 0.3 ‰, 16.17 at 0.5 ‰, 32.33 at 1 ‰, 97.00 at 3 ‰. With 300.00 paid on 2025-04-15 it is 11.67 at 0.5 ‰.',
        contract,
      ),
      'R5.3': rule(
        'A court usually lowers damages above 1.3 times the loss (R27). The figure that it is expected to grant is kept for staff.',
        read('civilCode', '585'),
        read('contractInterpretation', '65'),
      ),
      'R5.4': rule(
        'No late charge before the bill arrived or on late charge; it rests while an objection is open (R27.6). By contract custom it is never more than the principal.',
        contract,
        practice(),
      ),
      'R5.5': rule(
        'What a payment covers follows R28. What it leaves becomes prepaid. A waiver needs a reason and somebody who approves it.',
        contract,
        practice(),
      ),
    },
  },
  {
    number: 'R6',
    title: 'Sharing of common costs (公摊)',
    rules: {
      'R6.1': rule(
        'Common costs are shared as agreed; without an agreement by exclusive floor area. Usage, price, amount and basis are published each time.',
        read('civilCode', '283'),
        local('text read', 'Hangzhou (杭州) 54'),
      ),
      'R6.2': rule(
        'A share by area is total × unit area / area of the pool; a pool is an estate, a building or a stair. It may also be by household or by coefficient. 1,200 kWh over 9,600 m², 96.50 m², 0.5383 yuan: 12.0625 kWh, 6.49 yuan.',
        practice('public property-management software'),
      ),
      'R6.3': rule(
        'Shares add up to the total to the fen: the fen that rounding leaves go to the largest remainders, on a tie to the lowest unit id. 100.00 over 89.37, 120.55 and 64.08 m²: 32.62, 43.99, 23.39.',
        choice,
      ),
      'R6.4': rule(
        'What the property company or others must bear is not shared. A unit that pays a part or nothing by contract stays visible with its clause.',
        local('text read', 'Qingyuan (清远)'),
        contract,
      ),
      'R6.5': rule(
        'A reading is not below the one before, unless the meter rolled over or was replaced: (old end − old previous) + (new current − new start). Zero usage and more than three times the mean are held for review.',
        practice(),
      ),
    },
  },
  {
    number: 'R10',
    title: 'Fit-out of homes (二次装修)',
    rules: {
      'R10.1': {
        ...rule(
          'An owner tells the property company before a fit-out, follows its cautions and lets it look at the site. They sign an agreement about forbidden acts, waste, hours and fees.',
          read('civilCode', '945'),
          read('property', '52'),
          excerpt('decoration', '13–16'),
        ),
        notBuilt: true,
      },
      'R10.5': rule(
        'A deposit stays the owner’s money. It is paid back once, minus deductions that each have an item, evidence and the owner’s signature, never below zero: 2,000.00 − 350.00 = 1,650.00.',
        excerpt('decoration'),
        local('text read', 'Shandong (山东) 40: only where the owners’ covenant provides for it'),
        practice('deposits of 2,000 to 5,000 yuan'),
      ),
    },
  },
  {
    number: 'R11',
    title: 'Prepaid electricity (预存电费)',
    rules: {
      'R11.2': rule(
        'The staff member on duty follows the prepaid balances, notifies a household at once when one is low, and keeps a written record: balance, level, way, time, receiver, result.',
        practice('job description of customer service'),
      ),
      'R11.3': rule(
        'One notice per level on the way down; a top-up above the level arms it again. 52.30 − 8.91 kWh × 0.5383 = 47.50 < 50.00: one notice, about 9.9 days left. Quiet hours hold back every level but the last.',
        practice('prepaid meters of several makers'),
        choice,
      ),
      'R11.4': rule(
        'Money topped up for electricity pays nothing else, and no power is withheld or limited for unpaid property fees.',
        read('civilCode', '944'),
        local('text read', 'Weifang (潍坊) 55'),
      ),
      'R11.5': rule(
        'A balance is top-ups less consumption, computed again after late and corrected readings, never overwritten. It may be negative.',
        choice,
      ),
    },
  },
  {
    number: 'R12',
    title: 'Dunning (催缴)',
    rules: {
      'R12.1': rule(
        'Court and arbitration come only after a written demand with a reasonable period has failed.',
        read('civilCode', '944'),
        read('property', '64'),
      ),
      'R12.2': rule(
        'No fee is collected by stopping or limiting power, water, heat or gas, access, lifts, parking or passage. Anju offers no such step and rejects it in ladders and letters.',
        read('civilCode', '944'),
        local('text read', 'Weifang (潍坊) 55, Hangzhou (杭州)'),
        practice('grounds of complaint of a city district'),
      ),
      'R12.3': rule(
        'Seven days before the due day a reminder; after it: 1 day a message, 15 days a call or visit, 30 days a written demand, 60 days a lawyer’s letter, 90 days the file for court or arbitration. Each once, in order, outside quiet hours, and only after the deadline of the step before.',
        practice('dunning procedures of property companies'),
      ),
      'R12.4': rule(
        'Dunning stops for a bill that is paid, in dispute or in instalments that are kept, for an account on hold, and below 1 yuan. A payment between planning and sending cancels the message.',
        practice('dunning procedures of property companies'),
      ),
    },
  },
  {
    number: 'R20',
    title: 'Cash desk (钱账分管)',
    rules: {
      'R20.1': rule(
        'One person takes money, another records and imports statements, another approves. Nobody approves their own request, nor a correction of money that they took. What is kept of a deposit needs two people, too.',
        memory('accounting', '37 (2017), 35 (2024)'),
      ),
      'R20.2': rule(
        'A statement is imported, and a day closed, by a manager or administrator who is no cashier of the estate: not who moved money of that account, nor who moved cash on that day. A third person reopens a closed day, with a reason; both closes are kept.',
        memory('accounting'),
        choice,
      ),
      'R20.3': rule(
        'A drawer or channel never goes below zero, at the instant of a move and at every later posted instant; a bank only as far as its overdraft.',
        choice,
      ),
      'R20.4': rule('Only a drawer’s own cashier moves its money.', choice),
      'R20.5': rule(
        'A drawer is counted by denomination, before the cashier sees what should be there, and a witness signs. It takes and pays cash from its opening count of the day to its closing count or handover. A day with cash movements does not close without a count after the last of them. What a drawer or a deposit has too little or too much stays on account 1901 (待处理财产损溢). It is cleared by a second person: the cashier answers for it, its owner is found, or no cause is found. Managers and auditors are told of one that nobody cleared for 7 days.',
        memory('accounting'),
        choice,
      ),
      'R20.6': rule(
        'Money passes from cashier to cashier by a handover that both count and sign, with open slips, cheques and blank receipts. The closing of the one is the opening of the other; a difference stays with the outgoing cashier.',
        practice('custom of cash desks'),
      ),
      'R20.7': rule(
        'A deposit has two steps: the slip moves cash to money in transit, a line of the bank statement moves that to the bank. A line confirms a slip by its number or by the exact amount. Transit older than 1 banking day is overdue, older than 3 it blocks the close of the day.',
        choice,
        practice('custom of cash desks'),
      ),
      'R20.8': rule(
        'Takings are deposited the same day, or by the morning of the next banking day; what is overdue is named by day and told once on each banking day. Above the maximum of a drawer (5,000.00) its cashier is asked to deposit all but the float (500.00); cash is still accepted. Expenses are not paid from takings.',
        memory('cash', '9, 11'),
      ),
      'R20.9': rule(
        'Money goes back the way it came. Another way needs a reason, approval and the payee’s identity. Cash for money that was not cash needs a setting; at most 1,000.00 goes back in cash.',
        memory('cash'),
        choice,
      ),
      'R20.10': rule(
        'The limit of one person (500.00) applies to sums: per payment, per payer and day, per cashier and day, requested refunds included. Limits of waivers apply to sums in the same way; late charge that an earlier day of cash or a founded objection gives up counts with them.',
        choice,
      ),
      'R20.11': rule(
        'Nobody voids a receipt alone: a reversal is requested and approved, unless a line of the bank took the money back. The number stays used, and the receipt is printed as void (作废).',
        practice('custom of cash desks'),
      ),
      'R20.12': rule(
        'Cash counts on the day on which it is entered, by the clock of the server. An earlier day needs a numbered paper receipt, is after the last closed day, and is approved by another person, together with the late charge that it takes off.',
        choice,
      ),
      'R20.13': rule(
        'A statement may carry the hash of its file and its balances: the balance before the first line and the sum of the lines are the last balance, and it continues the last statement of the account without a gap. An estate can require it for an account. The same lines again change nothing. A new version of an imported day needs another person than the importer, who withdraws the old one.',
        choice,
      ),
    },
  },
  {
    number: 'R21',
    title: 'Corrections of money (更正)',
    rules: {
      R21: rule(
        'A correction is a new entry of today with a reason, a reference and an approver. Nothing is edited.',
        memory('accounting'),
        choice,
      ),
      'R21.1': rule(
        'What came to a money account and what it pays are two things. The second may be corrected often, the first stays matched with its bank line.',
        choice,
      ),
      'R21.2': rule(
        'Money of an unknown payer (待查收款) is on suspense (2241.90), never income by itself. The payer counts as having paid on its value day. It is listed after 30 days; after three years a lawyer decides.',
        memory('accounting'),
        choice,
      ),
      'R21.3': rule(
        'Money of the wrong payer moves to the right one, dated as the payment. Both are told, the receipt is replaced, and the cashier’s mistake costs nobody late charge.',
        choice,
      ),
      'R21.4': rule(
        'A wrong amount, reference or day is reversed and entered again; on the same day while that is open.',
        memory('accounting'),
      ),
      'R21.5': rule(
        'An additional bill (补收) is due after its own delivery, never in the past, and names its cause and period. 50.00 at 6 % is revenue of 47.17 and tax of 2.83.',
        choice,
      ),
      'R21.6': rule(
        'A credit note (更正、红冲) lowers a bill. What was already paid becomes prepaid money of the payer, and an issued invoice needs a red one. 40.00 at 6 % takes off revenue of 37.74 and tax of 2.26; what takes the rest of a line takes the rest of its tax.',
        excerpt('redInvoice'),
        choice,
      ),
      'R21.7': rule(
        'A write-off is no waiver: the bill stays payable, and tax is not given back. It takes from the provision for bad debts (1231); without one it is a loss (5711), and what is paid later is income (5301). Of 718.53 written off, 300.00 is paid: 300.00 is owed again and then paid, 418.53 stays written off.',
        memory('accounting'),
        memory('civilCode', '192'),
      ),
      'R21.8': rule(
        'Anybody may pay for somebody else. The debtor stays the same, the receipt says who paid for whom, and a refund goes to the one who paid.',
        memory('civilCode', '524'),
        choice,
      ),
      'R21.9': rule(
        'A payment that the bank takes back (退票) is owed again as if it had never been paid, and its receipt is void. Both lines of the bank stay matched. The fee of the bank, 10.00, is the company’s.',
        memory('accounting'),
        choice,
      ),
      'R21.10': rule(
        'What was reversed by mistake is reversed once more: a refund that the bank sent back, a deposit kept wrongly, a slip whose number stays used, a write-off.',
        choice,
      ),
      'R21.11': rule(
        'Money of the company goes out to an approved payee only, with a document, a second person and a line of the bank. A supplier is owed first and paid then.',
        choice,
      ),
      'R21.12': rule(
        'After any sequence: billed − credited − paid − waived − written off = open, never below zero; the ledger equals the statement and the money in transit; the parts equal their accounts.',
        choice,
      ),
    },
  },
  {
    number: 'R22',
    title: 'Completeness of billing (应收)',
    rules: {
      'R22.1': rule(
        'A month may be billed again: what is owed by all facts known now, less what was published. A second run without new facts bills nothing.',
        choice,
      ),
      'R22.2': rule(
        'Readings, areas, owners, delivery days and shares may change what is owed; a later price may not.',
        choice,
      ),
      'R22.3': rule(
        'A late reading adds, a corrected one moves use between months, a new area or owner splits the month by days: 239.51 becomes 76.99 and 162.52.',
        choice,
      ),
      'R22.4': {
        ...rule(
          'A report names for each unit and fee item of a month what is owed, what was billed, the difference, and why days are not charged. The month closes (关账) when each difference is 0 or accepted with a reason by another person than the requester; a third person reopens it.',
          choice,
        ),
        differs:
          'A run of a later month still bills what a corrected reading moved into a closed month, dated today (R22.5).',
      },
      'R22.5': rule(
        'A difference is dated today, due from its own delivery, shows the old and the new facts, and reaches back as many months as the estate sets (36; 0: no limit). A line older than three years has the flag of limitation.',
        choice,
      ),
      'R22.6': {
        ...rule(
          'A difference has the rate and the method by which its period was first taxed, also for a payer who was not billed before.',
          memory('vat'),
        ),
        differs:
          'Of a period first billed while the estate had set no taxpayer kind, a further amount stays untaxed; what another payer is billed for it is taxed by the day of publication.',
      },
    },
  },
  {
    number: 'R23',
    title: 'Value added tax and invoices (增值税、发票)',
    rules: {
      'R23.1': {
        ...rule(
          'Rates are rows with a first and a last day by taxpayer kind and class. General: service 6 %, parking spaces let 9 % (old immovables simplified 5 %), water 3 % on the difference, electricity 13 %, heat and gas 9 %. Small-scale: 1 % until 2027-12-31, then 3 %; parking spaces let 5 %. Money collected for others is not taxed; late charge and costs are taxed with the service.',
          excerpt('vat', '10, 11'),
          excerpt('vatReduced'),
          memory(
            'vatWater',
            'and whether it holds since 2026; also 5 % for lease, the classes of utilities and of late charge',
          ),
        ),
        differs: 'An estate that has set no taxpayer kind is not taxed. Deductions from deposits are not taxed.',
      },
      'R23.2': {
        ...rule(
          'Sales of a small-scale taxpayer below 100,000.00 a month or 300,000.00 a quarter are free until 2027-12-31; exactly the threshold has reached it. 99,999.99 at 1 %: 0.00; 100,000.00: 1,000.00.',
          excerpt('vat', '23'),
        ),
        differs:
          'The summary says whether the sales of the estate alone are below it. The company files for all its estates, and nothing is posted.',
      },
      'R23.3': rule(
        'Net = gross / (1 + rate), rounded; tax is the rest. 239.51 at 6 % is 225.95 and 13.56; late charge of 16.17 is 15.25 and 0.92.',
        memory('vat'),
      ),
      'R23.4': rule('Tax is computed by line: three lines of 239.51 have 3 × 13.56 = 40.68.', practice()),
      'R23.5': {
        ...rule(
          'Water resold at cost is taxed on what was collected less what was paid to the waterworks, by period and estate, never below zero: (1,030.00 − 927.00) / 1.03 = 100.00, tax 3.00.',
          memory('vatWater'),
        ),
        differs: 'The summary computes the tax on what was billed for the named fee items; a person posts it.',
      },
      'R23.6': {
        ...rule(
          'Tax arises when the service is rendered and paid or due, whichever is first, or when an invoice was issued before.',
          excerpt('vat', '28'),
        ),
        differs:
          'Bills are taxed on the day of their publication, which is never later. Only months charged in advance wait on 2221.06 (R24).',
      },
      'R23.7': rule(
        'A bill is posted as receivable gross, revenue net, and tax on 2221.01.01 (general), 2221.09 (simplified) or 2221.01 (small-scale). A credit note and a waiver take both off at the rate of the line; a bad debt takes no tax off.',
        excerpt('vatAccounts'),
        choice,
      ),
      'R23.8': {
        ...rule(
          'Invoices are issued on the tax platform; the register holds number, kind, buyer, seller and lines on bills or on money received. A number is unique in all estates, the sums are those of the lines, and uninvoiced = billed or received − blue + red is never below zero. A discount lowers the tax only on the same invoice: a waiver of what is invoiced lowers revenue alone.',
          excerpt('redInvoice'),
          memory('vat', 'on discounts'),
          choice,
        ),
        differs:
          'The register does not know the monthly limit of the platform. Late charge and costs are invoiced by their payment. Prepaid money that was invoiced is not traced to the bills that it pays.',
      },
      'R23.9': rule(
        'An invoice is taken back by a red letter, in part or in full, never above it. If the buyer has used the invoice, the buyer confirms within 72 hours or the letter lapses: requested 2026-11-27 10:00, lapsed after 2026-11-30 10:00. The red invoice names both numbers and moves no money.',
        excerpt('redInvoice'),
      ),
    },
  },
  {
    number: 'R24',
    title: 'Money in advance (预收)',
    rules: {
      'R24.1': {
        ...rule(
          'Money for months not served is a liability without tax: 2,521.93 at 6 % is 2,379.18 on 2205 (2203 of small enterprises) and 142.75 on 2221.06. An invoice makes the tax due at once.',
          practice('the accounting standard for revenue'),
          excerpt('vatAccounts'),
        ),
        differs:
          'The bill posts the claim against both, and the payment settles the claim. A bill that nobody paid before its first month lapses. Bills of a run over later months are revenue at publication, as before.',
      },
      'R24.2': rule(
        'Each month is revenue on its last day, by largest remainder, ties to the earliest: 6 × 198.27 and 6 × 198.26 net, 7 × 11.90 and 5 × 11.89 tax. A broken month counts by its days.',
        choice,
      ),
      'R24.3': {
        ...rule(
          'Of 2,521.93 paid for 2027 and served to 2027-08-15, 949.12 goes back: 895.40 off 2205 and 53.72 of tax. It pays arrears only with the payer’s consent.',
          choice,
        ),
        differs:
          'It passes through prepaid money to be refunded, in two entries. What prepaid money had paid becomes prepaid money again.',
      },
      'R24.4': {
        ...rule(
          'At most twelve service months that begin after the day of charging, for a unit and fee item together, and none past the contract’s end. With an unknown end, twelve months need an approver.',
          local('text read', 'Hangzhou (杭州) 55, Zhengzhou (郑州) 42'),
          choice,
        ),
      },
      'R24.5': {
        ...rule('A prepaid month keeps its price.', contract),
        differs: 'When an owner changes, the advance stays with the payer until a person ends it.',
      },
    },
  },
  {
    number: 'R25',
    title: 'Money collected for others (代收代付)',
    rules: {
      'R25.1': rule(
        'A fee item is the company’s own, agency (collected for others: no revenue, no late charge) or resale in the company’s own name. An agency bill is Dr 1221 / Cr 2241.02, its payment Dr bank / Cr 1221, the pay-out Dr 2241.02 / Cr bank. Bills that were posted on 1122 before are settled there.',
        choice,
      ),
      'R25.2': rule(
        'Lines collected for others bear no late charge, because the company is not their creditor. 222.10 own and 30.00 water, 75 days late at 0.5 ‰: 8.33, not 9.45.',
        memory('civilCode', '585: damages belong to the creditor'),
      ),
      'R25.3': rule(
        'A utility’s bill of 300.00 is 252.10 of residents and 47.90 of own use. What residents were billed too much is owed back, never income.',
        practice(),
      ),
      'R25.4': rule(
        'Each cycle: billed + own use + agreed loss = the utility’s bill. Held = billed − paid out. Money held for more than one cycle (31 days) is named at the close of the day, and managers and auditors are told.',
        choice,
      ),
      'R25.5': {
        ...rule(
          'A prepaid meter is refunded after its final reading to the person who topped up: 52.30 − 4.80 = 47.50. It is never set off against another fee.',
          memory('civilCode', '568, 569'),
        ),
        differs: 'Usage above the top-ups is owed by the household on the meter’s account; no bill is made of it.',
      },
      'R25.6': {
        ...rule(
          'Agency money, meters, deposits and common income are there in cash and at banks at every close. Agency money counts when it is collected; what was paid out before that is shown as advanced by the company.',
          choice,
        ),
        differs:
          'Agency money of bills that were posted on 1122 counts as soon as it is billed. A shortage is shown with the close and recorded, and managers and auditors are told; it does not refuse the close.',
      },
    },
  },
  {
    number: 'R27',
    title: 'Late charge: what is reasonable',
    rules: {
      'R27.1': rule(
        'A court is expected to grant at most 1.3 times the loss: unpaid principal × LPR of one year × days / 365. The rate is that of the breach; an estate may set that of each day.',
        excerpt('contractInterpretation', '65'),
        memory('contractInterpretation', '64: the one who pleads “too high” has the burden of proof'),
        memory('saleContracts', '18: the rate of the breach'),
      ),
      'R27.2': rule(
        'The LPR of one year has versions from 4.25 % on 2019-08-20 to 3.00 % since 2025-05-20, last compared on 2026-06-22. More than 40 days later the figure says that the rate may be old.',
        { text: 'published tables of the LPR, three that agree', certainty: 'excerpt seen' },
      ),
      'R27.3': rule(
        '718.53 due on 2025-03-31, paid on 05-15: loss 2.75, 1.3 times it 3.57. Due on 2025-04-30, paid on 06-30: claimed 21.92, court-safe 4.84 by the rate of the breach, 4.73 by day.',
        choice,
      ),
      'R27.4': rule(
        'The payer sees principal, rate, days and claim. The court-safe figure is for staff and the legal file only.',
        choice,
      ),
      'R27.5': rule(
        'A fee item may have its own rate, with its clause and first day. Refused: items collected for others; above 1 ‰ a day without a second person; above 1 % a day always; a due day before the billing run, unless it is proven that the payers knew it. A changed rate never applies to a due day before it. The cap is the principal unless the contract says otherwise.',
        contract,
        choice,
      ),
      'R27.6': {
        ...rule(
          'While an objection is open, late charge rests. Founded: that part is not owed and bears none. Unfounded: it runs as if nobody had objected, without the days on which the answer was late. A charge already paid stays paid. 718.53, 0.5 ‰, received 04-10, answered 10-11, paid 10-15: 71.13; the answer 30 days late 60.36; with the whole pause free 5.03.',
          memory('civilCode', '591: the creditor’s own delay'),
          choice,
        ),
        differs:
          'An objection is to a whole bill while it is open. The part that is not owed is taken off by cancelling, a credit note or a waiver; until then the bill is not demanded.',
      },
      'R27.7': rule('Late charge for electricity of homes is at most 1 ‰ a day.', memory('electricity')),
    },
  },
  {
    number: 'R28',
    title: 'Order of payment (清偿顺序)',
    rules: {
      'R28.1': {
        ...rule(
          'What the contract says, then what the payer says at payment. Without either: due debts before others, the least secured, the heavier burden, the earlier due, then in proportion. The heavier burden is the higher rate of late charge.',
          read('civilCode', '560'),
          memory('civilCode', '560: a higher rate of late charge is the heavier burden'),
        ),
        differs: 'Bills have no security, so that step decides nothing.',
      },
      'R28.2': rule(
        'On 2025-05-15, 400.00 for A 300.00 due 03-31 at 0.5 ‰, B 200.00 due 03-31 without late charge, C 300.00 due 04-30 at 0.5 ‰: A 300.00, C 100.00, B nothing. Where late charge ranks before the principal: A 6.75 and 300.00, C 2.25 and 91.00.',
        read('civilCode', '560'),
        memory('civilCode', '560: a higher rate of late charge is the heavier burden'),
      ),
      'R28.3': rule(
        'Equal debts share in proportion; the fen that rounding leaves go to the largest remainders, on a tie to the lowest bill id. 250.00 for 300.00 and 200.00: 150.00 and 100.00. 100.01: 60.01 and 40.00.',
        read('civilCode', '560'),
        choice,
      ),
      'R28.4': rule(
        'Within a debt: costs of claiming, interest, principal. The law does not name late charge, so it comes after the principal of every due debt; a contract may put it before.',
        read('civilCode', '561'),
        choice,
        contract,
      ),
      'R28.5': rule(
        'Money that the payer gave for one fee item pays only that item. Prepaid money of one purpose is not moved to another.',
        read('civilCode', '560'),
        choice,
      ),
    },
  },
  {
    number: 'R30',
    title: 'Opening balances (期初余额)',
    rules: {
      'R30.1': rule(
        'There is one cut-over, the end of a month. The trial balance is zero, and opening equity (4104) is the only amount that nobody entered: 143,465.43 = 39,080.23 + 104,385.20.',
        practice(),
        choice,
      ),
      'R30.2': rule(
        'The rows of bills, prepaid money, deposits, unidentified money, slips and meters equal their accounts to the fen. A bill keeps its original due day; the late charge so far is a memo with the day it runs to.',
        practice(),
        choice,
      ),
      'R30.3': {
        ...rule(
          'An opening bill is debit receivable, credit opening equity, never revenue or tax; its payment is debit bank, credit receivable. Service before the cut-over counts as billed.',
          practice(),
          choice,
        ),
        differs: 'The tax of a bill that was not taxed before is not posted when it is paid.',
      },
      'R30.4': {
        ...rule(
          'Meters bring their last reading with its day, bills the last demands with their proof, the step of the ladder and an open dispute. No receipt or invoice number of the system before is entered again. Open tickets keep their numbers, and sales contracts open the title dossiers of their homes.',
          choice,
        ),
        differs: 'Written-off debts and settled disputes are not taken over.',
      },
      'R30.5': {
        ...rule(
          'Bank and drawers are proved by the statement and the count of the cut-over day. Two people sign; the opening is posted once, and afterwards only dated corrections change it. A later month is compared with the system before, unit by unit: billed, received and open, and every difference is listed.',
          choice,
        ),
      },
    },
  },
  {
    number: 'R31',
    title: 'Vouchers for an accounting program (记账凭证)',
    rules: {
      'R31.1': rule(
        'Accounts have the numbers of the enterprise standard (企业会计准则). The ministry calls them a reference, so an estate may set its own.',
        practice('charts in public accounting packages'),
      ),
      'R31.3': rule(
        'The standard for small enterprises (小企业会计准则) numbers income and expense from 5001 and has no provision for bad debts.',
        practice('charts in public accounting packages'),
      ),
      'R31.4': {
        ...rule(
          'A sample has the columns of the exchange file of 金蝶, one row a line.',
          practice('columns in public programs that write this file'),
        ),
        differs: 'It is the file of one product line, not tried with the program. The name of the payer is its id.',
      },
      'R31.5': rule(
        'Programs want columns of their own: an estate sets titles, fields, constants and order. The neutral sample can be mapped to any.',
        practice(),
      ),
      'R31.6': rule(
        'Debit equals credit in each voucher. The vouchers of a closed month are one batch with number, hash, count and sum: exported again they have the same bytes, and their month is not reopened. Corrections are further vouchers, on the opposite side or red (红字). A voucher stands for an entry or adds up a day, as the estate sets it.',
        choice,
      ),
    },
  },
  {
    number: 'R32',
    title: 'Reports of money (财务报表)',
    rules: {
      'R32.1': rule(
        'Current rate: received for lines whose service period begins in the window, by what was billed for them net of credit notes. Arrears rate: received for earlier periods, by their arrears. Overall: both by both. Waived and written-off amounts are not received. Without a denominator the rate is “-”. The report names its formula.',
        practice(),
        choice,
      ),
      'R32.2': rule(
        'Arrears 40,000.00, billed 100,000.00, received 86,000.00 and 12,000.00, waived 1,000.00, written off 3,000.00: 86.00 %, 30.00 %, 70.00 %, closing 38,000.00. By unit, building, payer, fee item and service month; units with nothing open by units billed. Money for later periods counts in neither.',
        choice,
      ),
      'R32.3': {
        ...rule(
          'Debts by days since the due day: not due (today included), 1-30, 31-60, 61-90, 91-180, 181-365, to 2 and 3 years, over 3 years. Disputed, in instalments and at limitation risk are shown apart. For a closed day the sum equals the receivables of the ledger.',
          practice(),
          choice,
        ),
        differs:
          'What is in instalments or at risk follows the records of dunning as they are now, also for a past day.',
      },
      'R32.4': {
        ...rule(
          'A report of a day for each drawer, channel and bank account: opening, received by what it paid, refunds, reversals, settled, closing, what was counted; receipts from-to with gaps and voided ones.',
          practice(),
          choice,
        ),
        differs: 'Money for lines collected for others stands with the bill that it paid.',
      },
      'R32.5': {
        ...rule(
          'Each line of a bill: opening + billed − credited − waived − received − written off = closing, none below zero.',
          practice(),
          choice,
        ),
        differs:
          'A line is billed net of its discounts; the discount for early payment stands in the column of waivers.',
      },
      'R32.6': {
        ...rule(
          'A trial balance of closed days; balances with the turnover of both sides, and movements of prepaid money, deposits, money collected for others and unidentified money, which equal what the closes stored; lists of deposits, of unidentified money by age and of waivers with who approved them.',
          practice(),
          choice,
        ),
        differs: 'Common income is not in these reports. What is not invoiced is reported for the present only.',
      },
    },
  },
  {
    number: 'R33',
    title: 'Discounts, vacancy, tiers (优惠、空置、阶梯价)',
    rules: {
      'R33.1': rule(
        'A discount is a rule with scope, days, percent or sum and base, which one person requests and another approves. It is a line of its own on the bill; revenue and tax are net of it. Discounts do not stack unless each says so: the largest applies alone. It never begins in the past, and money collected for others has none.',
        choice,
      ),
      'R33.2': {
        ...rule(
          'Early payment of a year: 5 % of 2,521.93 is 126.10, so 2,395.83 is paid, at 6 % 2,260.22 and 135.61 of tax. The last instant is 24:00 of the last day; a rest day moves it. A payment one fen short takes nothing. When its payment is taken back, the discount is charged again.',
          contract,
          choice,
        ),
        differs: 'The refund of the rest of such a year is not computed by the discount.',
      },
      'R33.3': {
        ...rule(
          'National law has no vacancy discount; a city or the contract may. A written application that another person approved counts from the next day or month on, for a shortest time, with proof by meter. It ends on use. 239.5116 at 70 % is 167.66; from the 16th of June on 203.58. A home that is found used, or is used before the shortest time is over, is charged back by the difference method.',
          read('civilCode', '944'),
          practice(),
          choice,
        ),
        differs: 'Meters are checked when somebody asks for it, and billed meters only.',
      },
      'R33.4': rule(
        'The developer pays in full for homes that are unsold or not delivered. A part, such as half (119.76 of 239.51), needs an approved rule with its ground.',
        memory('feeMeasures', '16'),
        choice,
      ),
      'R33.5': {
        ...rule(
          'Tiers count the usage cumulated since the tier year began, not that of the month: 170 m³ before and 30 now are 10 at 5.00 and 20 at 7.00, 190.00. Usage of exactly the limit, 180.000, is still below it. The reset day and the limits of an owner who moved in during the year (whole, or by their months) are settings. A corrected reading runs the year again.',
          local('memory', 'Beijing (北京), water prices'),
          choice,
        ),
        differs: 'Limits for households of more persons are not computed. A prepaid meter has one price.',
      },
      'R33.6': rule(
        'Electricity 0.538 to 2,760 kWh a year, 0.05 more to 4,800, 0.30 more above; peak 0.568, valley 0.288. 2,700 before and 200 now: 114.60, or with 120 in the peak 98.20. Tiers are for the supplier’s own customers: behind a master meter the price is passed on without markup and without tiers.',
        local('memory', 'Zhejiang (浙江), electricity prices'),
        memory('electricity'),
      ),
      'R33.7': {
        ...rule(
          'The hours of peak and valley are in the time zone of the estate, their beginning included. Peak and valley of a reading add up to its total, else it is held for a check.',
          choice,
        ),
        differs: 'Usage between two readings with a change of hours and without registers is not billed.',
      },
    },
  },
  {
    number: 'R34',
    title: 'Owners’ common income, and the two fee systems (公共收益、包干制与酬金制)',
    rules: {
      'R34.1': rule(
        'Income from common parts less reasonable cost belongs to the owners; their decision allows the use. It has a liability account of its own for each estate and, as a setting, its own bank account. It is never revenue of the company.',
        read('civilCode', '282'),
        memory('property', '54'),
      ),
      'R34.2': {
        ...rule(
          'Advertisements of 10,600.00 are 10,000.00 of the owners and 600.00 of tax; a documented cost of 2,000.00 is owed to its supplier; the agreed fee of 20 % of 8,000.00 is 1,509.43 and 90.57 of tax; 6,400.00 go to the maintenance fund by decision. A cost without a document and a fee without an agreed rate are refused. One person requests, another approves.',
          choice,
        ),
        differs: 'Who is taxed for common income is a decision of the estate’s accountant; Anju taxes the company.',
      },
      'R34.3': rule(
        'The balance is never below zero, and it is spent only on a recorded decision of the owners.',
        choice,
      ),
      'R34.4': {
        ...rule(
          'Service items, people in charge, quality, fee items and rates, use of the maintenance fund and common income are published regularly, by default each quarter; also behind a link without a login.',
          read('civilCode', '943'),
        ),
        differs:
          'The page of a quarter has people in charge, fee items and rates, closed tickets with the promised times kept, satisfaction, budget and accounts of service, what common income added to the maintenance fund, and common income. The service items of the contract and the use of the fund are not kept, and the page says of the fund that the authority keeps it.',
      },
      'R34.5': {
        ...rule(
          'Fixed fee (包干制): surplus and loss are the company’s. Remuneration (酬金制): the company draws a rate or sum, the rest is held for the owners and settled by the accounts of the year. Of 1,000,000.00 charged and 870,000.00 spent at 10 %: remuneration leaves the company 100,000.00 and the owners 30,000.00; a fixed fee leaves the company 130,000.00.',
          memory('feeMeasures', '9 to 13'),
        ),
        differs:
          'The fund has what was charged, not only what was received. Only the remuneration is taxed, which is a decision of the estate’s accountant. Spending above a line of the budget is shown and not refused.',
      },
    },
  },
];
