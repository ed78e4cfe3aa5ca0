import { type Chapter, choice, excerpt, local, practice, rule } from './sources.ts';

/** Rules of tickets, repairs and surveys. */
export const service: readonly Chapter[] = [
  {
    number: 'R2',
    title: 'Times of repair (维修时限)',
    rules: {
      R2: rule(
        'After a repair the desk calls back within 24 hours of its completion; each completion has its own 24 hours.',
        practice('service pledge of a property company'),
      ),
      'R2.1': rule(
        'SLA timers measure acknowledge, dispatch, arrive, finish and call back. Emergencies count day and night: dispatch 5 minutes, on site 30. Ordinary repairs count working hours: dispatch 30 minutes, on site 24 hours. An agreed appointment replaces the time to arrive. A step is overdue if and only if it was done later than due.',
        excerpt('serviceGrades'),
        practice('service pledge of a property company'),
      ),
      'R2.2': rule(
        'A report that says no more than one of these is an emergency: gas leak, fire, electric shock, people trapped in a lift, burst pipe, severe leak, object falling from height, failed fire or access system.',
        practice('service pledge of a property company'),
      ),
      'R2.3': {
        ...rule(
          'A violation that continues after a warning is reported to the owners’ committee and the authority within 24 hours.',
          local('text read', 'Shanghai (上海) 59'),
        ),
        notBuilt: true,
      },
    },
  },
  {
    number: 'R13',
    title: 'Complaints (投诉)',
    rules: {
      'R13.1': rule(
        'Tickets are complaints, inquiries, suggestions, praise or repairs. A complaint has one of twelve classes, from performance of service to others.',
        practice('complaint platform of a city district'),
      ),
      'R13.3': rule(
        'A complaint is acknowledged within 24 hours, answered within 2 working days and closed within 10 days; each is a timer of its own that pauses only while waiting for the customer. A second pack adds letters: acknowledgement within 5 days, interim answer within 10 working days, final answer within 30 days, and a letter after 56 days (D1).',
        local('text read', 'Hangzhou (杭州) 50: 10 days'),
        excerpt('serviceGrades'),
        practice('service pledge of a property company'),
      ),
      'R13.4': rule(
        'A reopened ticket keeps its number, history and used time.',
        excerpt('complaints'),
        local('text read', 'Hangzhou (杭州) 50'),
      ),
      'R13.5': {
        ...rule('Reports of one cause are linked to one parent; each reporter is still answered.', practice()),
        notBuilt: true,
      },
    },
  },
  {
    number: 'R14',
    title: 'Surveys (满意度)',
    rules: {
      'R14.1': rule(
        'CSAT is the share of scores 4 and 5 among all valid scores 1 to 5. NPS is the share of 9 and 10 less the share of 0 to 6; 7 and 8 count in the denominator. Blank answers count nowhere. 12 % detractors and 73 % promoters are an NPS of 61.',
        practice('documentation of survey products'),
      ),
      'R14.2': rule(
        'A closed ticket gets one answer, which nobody changes; the first one counts, within 7 days. A score of 2 or less opens a recovery task.',
        practice('documentation of survey products'),
        choice,
      ),
      'R14.3': rule(
        'A report shows n, the response rate and the margin 1.96 × √(p(1 − p)/n). Below 30 answers, and at 0 or 100 %, the interval is by Wilson, and the report says so: 5 of 5 are 56.55 to 100 %. Figures of fewer than 5 answers are hidden.',
        practice('statistics of surveys'),
        choice,
      ),
      'R14.4': rule(
        'A survey is held at least once a year; the target is 80, 75 or 70 % by grade of service.',
        excerpt('serviceGrades'),
      ),
    },
  },
  {
    number: 'R41',
    title: 'Visitors and letters (来访、来信)',
    rules: {
      'R41.1': {
        ...rule('A visit has the times of arrival, call and end; the waiting time is reported.', choice),
        notBuilt: true,
      },
      'R41.2': rule(
        'What happened before it was entered keeps its own time, and that time decides whether a target was met. A breach that a later entry disproves is taken back.',
        choice,
      ),
      'R41.3': {
        ...rule('Letters get numbers without gaps, per estate and year, and a scan with its hash.', choice),
        notBuilt: true,
      },
    },
  },
  {
    number: 'R74',
    title: 'Emergency triage (紧急识别)',
    rules: {
      'R74.1': rule(
        'A word is a suspicion, not a verdict. CERTAIN needs a hazard now with a place or a person; denials, wishes, past events and things (insurance, alarms, courses) cut a clause off; SUSPECTED is what is left. An estate adds and removes words; words of danger to life keep their core.',
        practice('measured on labelled sentences'),
        choice,
      ),
      'R74.2': rule(
        'A suspicion has questions. By phone, no answer within 60 seconds makes it an emergency where people may die, and urgent otherwise. In the app a call-back is due 5 minutes after 3 minutes of silence, and after 10 minutes it is raised. For mail and letters the call-back is due at once. A suspicion never falls by itself.',
        choice,
      ),
      'R74.3': rule(
        'Staff may lower an emergency with a reason, a resident may not. Lowering ends the emergency’s timers as not applicable and sends one correction. Only a certain gas leak or fire tells people to leave the building.',
        choice,
      ),
      'R74.4': rule(
        'An emergency counts 5 minutes to dispatch and 30 to the site from the moment in which it became one. A call to an outside service names the person spoken to; a message left is no call. A gas emergency stays open until the gas company says that the source is safe.',
        practice('procedures of emergency call centres'),
        choice,
      ),
      'R74.5': rule(
        'The trade that is sent follows from the hazard, not from the longest word: “gas is leaking” is gas, not water.',
        choice,
      ),
    },
  },
];
