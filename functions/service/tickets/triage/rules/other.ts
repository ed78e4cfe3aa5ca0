import type { HazardRule } from './hazard-rule.ts';

/** Other (其他). */
export const otherRules: readonly HazardRule[] = [
  {
    id: 'open-manhole',
    hazard: 'other',
    verdict: 'suspected',
    things: '井盖,窨井盖,下水道盖,水沟盖,人孔盖,盖板,manhole cover,manhole,drain cover,man hole',
    states:
      '没了,不见,丢了,被偷,缺,没盖,开着,翘,断了,碎了,塌,破,掉,missing,open,gone,broken,stolen,uncovered,collapsed,loose',
  },
  {
    id: 'medical-power',
    hazard: 'person',
    verdict: 'certain',
    things: '停电,没电,断电,跳闸,power,electricity,outage,blackout',
    states:
      '呼吸机,制氧机,氧气机,吸氧,透析,生命,ventilator,oxygen,dialysis,cpap,life support,breathing machine,medical device',
  },
];
