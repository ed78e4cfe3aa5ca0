import type { HazardRule } from './hazard-rule.ts';

/** Sewage (污水). */
export const sewageRules: readonly HazardRule[] = [
  {
    id: 'sewage',
    hazard: 'sewage',
    verdict: 'certain',
    states: `污水倒灌,粪水,污水外溢,污水横流,污水漫,马桶倒灌,下水道倒灌,地漏倒灌,马桶反水,马桶返水,马桶喷,地漏反水,地漏返水,下水道反水,下水道返水,厕所反水,粪便溢,
      粪便冒,屎尿,化粪池满,化粪池爆,化粪池溢,化粪池冒,sewage in the,sewage back*,raw sewage,sewage everywhere,sewage flood*,sewage overflow*,sewer back*,sewer overflow*,toilet overflow*,toilet is overflowing,
      overflowing toilet`,
  },
  {
    id: 'sewage-rises',
    hazard: 'sewage',
    verdict: 'certain',
    things: `粪汤,粪水,污,黄水,厨房下水,水槽,洗手间,主管,管道井,马桶水,尿,sink,floor drain,inspection chamber,污水,脏水,臭水,黑水,粪,粪便,大便,屎,屎水,下水道,下水管,下水,马桶,地漏,化粪池,排污,排污管,排水管,排水口,厕所,卫生间,阴沟,窨井,污水井,水沟,
      sewage,sewer*,toilet*,drain*,poo,poop,manhole,septic,shit,crap,faeces,feces,waste water,wastewater,dirty water,black water,bathtub,shower`,
    states: `顶开了,倒冒,没法下脚,wont stop,down the stairs,咕咚,往外翻,往上翻,翻上来,倒上来,erupt*,into the hall,into the room,返,反,往上返,往上涌,顶开,涌出来,冒,流进,漫进,漫到,倒出,倒冲,flowed,floods,flowing,all over,seeping up,comes up,come up,came up,welling,倒灌,反水,返水,反上来,返上来,反涌,倒涌,倒流,往外冒,往上冒,冒出来,冒上来,冒水,直冒,狂冒,溢,溢出,外溢,满出来,涌,涌出,涌上来,喷,喷出来,漫,漫出,流出来,流到,流了一地,满地,一地,
      到处,全是,淌,back* up,backing,backed up into,overflow*,coming up,coming out,coming back,bubbl*,spill*,pouring,flood*,gurgl*,rising,everywhere,
      all over,spewing,shooting,gushing`,
    within: 'clause',
  },
  {
    id: 'sewage-doubtful',
    hazard: 'sewage',
    verdict: 'suspected',
    things: '污水,下水道,马桶,地漏,化粪池,粪,排污,窨井,污水井,sewage,sewer,toilet,drain*,manhole,septic',
    states:
      '臭水,冒泡,咕噜,咕嘟,水位,上涨,渗,快满,要满,堵死,堵得,积,smell*,slow*,rise*,leak*,backing,blocked,gurgl*,seep*',
    within: 'clause',
  },
];
