import { type Chapter, choice, contract, excerpt, local, memory, practice, read, rule } from './sources.ts';

/** Rules of handovers, warranty, titles and the maintenance fund. */
export const homes: readonly Chapter[] = [
  {
    number: 'R1',
    title: 'Warranty (保修)',
    rules: {
      'R1.1': rule(
        'A buyer’s warranty of a part ends on the latest of three days: delivery plus the promised term, the end of the contractor’s warranty, and delivery plus the minimum of 1998. The contractor’s minimums from acceptance: the design life for the structure, 5 years for roof and waterproofing, 2 seasons for heating and cooling, 2 years for wiring, pipes, equipment and decoration. The minimums of 1998 from delivery: roof 3 years; leaks, plaster, floors, doors, windows and sanitary ware 1 year; lamps and switches 6 months; blocked pipes 2 months; heating and cooling 1 season.',
        read('construction', '40'),
        excerpt('sale', '33'),
        excerpt('guarantees', '5'),
        local('text read', 'Shandong (山东省商品房销售条例) 43'),
        contract,
      ),
      'R1.2': rule(
        'A promise may lengthen the warranty, never shorten it. Roof accepted on 2022-01-10 and delivered on 2025-01-10: with a promise of 5 years it ends on 2030-01-10, without one on 2028-01-10; a report on 2028-01-11 is too late then.',
        read('construction', '40'),
        excerpt('guarantees', '5'),
      ),
      'R1.3': rule(
        'Warranties of heating and cooling count whole seasons of the city, each its own: heating in Beijing from 11-15 to 03-15, cooling by default from 06-15 to 09-15. Whether a season that has begun counts is a setting; by default it does not. From a delivery on 2024-06-30 two heating seasons end on 2026-03-15, two cooling seasons on 2026-09-15.',
        read('construction', '40'),
        memory('guarantees'),
        local('memory', 'Beijing (北京), both seasons'),
        contract,
      ),
      'R1.4': rule(
        'Misuse, third parties and force majeure are no warranty cases. A decision names the part, the day it was found, who is liable (contractor, developer, owner, property company, public utility) and the reason. Where the seller refuses or delays, the buyer may repair at the seller’s cost.',
        excerpt('guarantees'),
        read('development', '30'),
        read('saleInterpretation', '10'),
      ),
      'R1.5': rule(
        'After the warranty, repairs of common parts are paid from the maintenance fund, not from one owner’s fee. During the warranty they may not be paid from the fund.',
        read('property', '53'),
      ),
      'R1.6': {
        ...rule(
          'A buyer may return the home when an inspection finds its structure unsound.',
          read('development', '31'),
          read('saleInterpretation', '9'),
        ),
        notBuilt: true,
      },
    },
  },
  {
    number: 'R3',
    title: 'Handover of new homes (交付)',
    rules: {
      'R3.1': rule(
        'No home is handed over before its completion acceptance. The buyer gets the quality guarantee (住宅质量保证书), the manual (住宅使用说明书) and the filing of the acceptance (竣工验收备案表). Notice of the handover is given at least 7 days ahead, by default 10.',
        read('development', '17, 30'),
        local('text read', 'Shandong (山东) 36'),
        practice('notice 7 to 30 days ahead'),
      ),
      'R3.2': rule('Each home gets one set of documents.', excerpt('guarantees', '11')),
      'R3.3': rule(
        'Keys are given only after the first payment into the maintenance fund is proven.',
        memory('fund', '13'),
        local('text read', 'Shandong (山东) 39, Weifang (潍坊) 64, Liaocheng (聊城) 48'),
      ),
      'R3.4': rule(
        'A home is delivered when possession passes or the acceptance sheet is signed, whichever comes first. A buyer who refuses without good reason after a written notice, or stays away, takes the risk from the day that the notice named (视为交付); the notice must have arrived before that day. Unsound structure and defects that make the home hard to live in are good reasons.',
        read('saleInterpretation', '8–10'),
        local('text read', 'Shandong (山东) 36'),
      ),
      'R3.5': rule(
        'The developer owes the property fee until the day before delivery, the owner from that day on.',
        local('text read', 'Hangzhou (杭州) 55'),
        memory('feeMeasures', '16'),
      ),
      'R3.6': rule(
        'A handover may not be held back for prepaid property fee, deed tax or a deposit. Every condition before the keys names its legal ground.',
        local('memory', 'common local rule'),
      ),
      'R3.7': rule(
        'Damages for late delivery are paid price × contract rate × days: 2,000,000.00 at 0.1 ‰ a day, due 2024-12-31, delivered 2025-02-14: 45 days, 9,000.00. Three months after a written demand the buyer may rescind. Without a contract rate the rent of a similar home counts, and a court lowers damages above 1.3 times the loss.',
        read('saleInterpretation', '11–13'),
        local('text read', 'Shandong (山东) 38'),
        contract,
      ),
      'R3.8': rule(
        'Where the contract is silent, an area difference up to 3 % is settled at the actual area. Above 3 % the buyer may return the home. If it is kept, a larger area costs the buyer the first 3 % only; for a smaller one the developer repays the first 3 % and twice the rest. 100 m² at 20,000: registered 104.50 costs the buyer 60,000.00, registered 95.00 costs the developer 140,000.00.',
        excerpt('sale', '20'),
        contract,
      ),
      'R3.9': rule(
        'The common parts pass from the developer to the property company by an acceptance of their own (承接查验). Failed items are due within 30 days by default; a blocking item stops the signing.',
        local('text read', 'Hangzhou (杭州) 45, Weifang (潍坊)'),
      ),
    },
  },
  {
    number: 'R7',
    title: 'Special maintenance fund (住宅专项维修资金)',
    rules: {
      'R7.1': rule(
        'The first payment is floor area × a rate of the city, 5 to 8 % of the building cost per m², or a flat amount per m² by type of building. 96.50 m² × 144.00 = 13,896.00.',
        excerpt('fund', '7'),
        local('text read', 'Taizhou (台州)'),
      ),
      'R7.2': rule(
        'It is paid in full before the handover or the first registration. For unsold homes the developer pays.',
        memory('fund', '13'),
        local('text read', 'Zibo (淄博) 63, Shandong (山东) 39, Henan (河南) 65'),
      ),
      'R7.3': rule(
        'A top-up is due when the balance is below 30 % of the first payment: of 13,896.00, at 4,168.79 and not at 4,168.80. The owner has 30 days from the notice; then follow a written demand and, where the city allows it, a notice in the estate.',
        memory('fund', '17'),
        local('text read', 'Shanghai (上海) 65, Beijing (北京) 83, Weifang (潍坊) 66, Henan (河南) 68'),
      ),
      'R7.4': rule(
        'The fund belongs to the owners, is spent only after the warranty, shared by area, and follows the home when it is sold. Money collected for it is no revenue.',
        read('civilCode', '281'),
        read('property', '53'),
        local('text read', 'Beijing (北京) 86'),
      ),
    },
  },
  {
    number: 'R8',
    title: 'Deed tax of dwellings (契税)',
    rules: {
      'R8.1': rule(
        'Tax = price without VAT × rate, rounded once. Declared since 2024-12-01: only home 1 % up to 140 m² and 1.5 % above; second home 1 % and 2 %; further homes the province’s rate, mostly 3 %. Of 2,000,000.00: 20,000.00 at 140.00 m², 30,000.00 at 140.01 m².',
        read('deedTax', '3–5'),
        excerpt('deedTaxNotice'),
        memory('deedTaxNotice'),
      ),
      'R8.2': rule(
        'The tax is paid before the registration; without it the registry refuses. Transfers between spouses and to statutory heirs are exempt. It is paid back when the contract falls away before the registration.',
        read('deedTax', '6, 9–12'),
      ),
    },
  },
  {
    number: 'R9',
    title: 'Title registration (办证)',
    rules: {
      'R9.1': rule(
        'The buyer’s title is registered within 90 days of the delivery, for a finished home within 90 days of the contract: delivered on 2024-06-30, by 2024-09-29, because 2024-09-28 is a Saturday and the day after it a make-up workday (R26.6). Where the seller is at fault, damages are the paid price × the rate of the contract, otherwise of overdue loans. After a year the buyer may rescind. The developer’s first registration is due 60 days after delivery.',
        read('development', '32'),
        read('saleInterpretation', '14, 15'),
        contract,
      ),
      'R9.2': rule(
        'The registry decides within 30 working days of accepting the application. It names everything that is missing once, in full.',
        read('registration', '16, 17, 20'),
      ),
    },
  },
  {
    number: 'R29',
    title: 'Deed tax by day of declaration (契税申报)',
    rules: {
      'R29.1': rule(
        'The table of the day of declaration applies, whatever the contract day. Declared before 2024-12-01: the older table, and no refund. The newer one is never higher. The clause about tax not yet declared was not found; check with the tax office.',
        memory('deedTaxNotice'),
      ),
      'R29.2': rule(
        'Of 2,000,000.00: only home of 120 m², contract of 2024-05-20: declared on 2024-11-20 30,000.00, on 2024-12-02 20,000.00. Second home of 150 m² in Shanghai, declared on 2025-06-01: 40,000.00, not 60,000.00. Second home of 89 m² in Beijing, declared on 2026-01-05: 20,000.00, not 60,000.00.',
        excerpt('deedTaxNotice'),
        memory('deedTaxNotice'),
      ),
      'R29.3': rule(
        'The number of homes is what the tax office finds on the day of declaration; until then the figure is marked as an estimate. A further home is taxed at the province’s rate.',
        read('deedTax', '3–5'),
        choice,
      ),
    },
  },
];
