import type { HazardRule } from './hazard-rule.ts';

/** Safety systems (消防与门禁). */
export const safetySystemsRules: readonly HazardRule[] = [
  {
    id: 'safety-systems',
    hazard: 'safety-systems',
    verdict: 'certain',
    states:
      '消防全面失效,门禁全面失效,消防/门禁全面失效,消防瘫痪,门禁瘫痪,消防系统失效,门禁系统失效,消防系统瘫痪,门禁系统瘫痪',
  },
  {
    id: 'fire-system-out',
    hazard: 'safety-systems',
    verdict: 'certain',
    things: `消防,消防系统,消防主机,消防设施,消防设备,消防泵,消防水泵,消防水,消防水箱,喷淋,喷淋系统,喷淋头,消火栓,消防栓,灭火系统,烟感系统,报警主机,报警系统,手报,排烟,
      防火卷帘,应急照明,逃生门,逃生通道,逃生梯,安全梯,安全出口,安全门,消防门,疏散门,疏散通道,疏散楼梯,太平门,逃生口,
      fire alarm system,fire alarm,alarm panel,fire panel,fire pump*,sprinkler*,fire system,hydrant*,standpipe,riser,fire exit*,emergency exit*,exit door*,fire door*,
      fire escape*,escape route,emergency light*,exits,stairwell door,escape door`,
    states: `失效,瘫痪,全面失,全坏,全部坏,都坏了,打不开,开不了,开不开,推不开,锁死,锁住,锁了,被锁,上锁,锁上,焊死,封死,封住,堵死,堵得死,铁链,链子,出不去,出不来,没水,没有水,没压力,没水压,
      黑屏,死机,当机,离线,全部不亮,罢工,没反应,撞断,用不了,不能用,瘫了,挂了,
      down,is dead,dead,not working,stopped working,offline,is out,out of wont open,cant open,doesnt open,chained,padlocked,locked,failed,failure,
      no water,no pressure,disabled,blank,cant get out,welded,blocked by,blocked with,nailed shut,wont budge`,
    within: 'clause',
  },
  {
    id: 'access-out',
    hazard: 'safety-systems',
    verdict: 'certain',
    things: `门禁,门禁系统,单元门,大门,闸机,道闸,楼道门,入口,出口,人脸识别,门,对讲,access control,access system,entry system,entry doors,front door,main door,main gate,gates,gate,
      key fob*,fobs,badge*,card reader*,doors,door,entrance,turnstile*`,
    states: `整栋楼都,全部锁死,全瘫,瘫痪,全面失,全坏,全都打不开,都打不开,全部打不开,全打不开,都开不了,都出不去,都进不来,都进不去,谁都进,谁都能进,大家都,人都出不,出不去人,好多人出不,一堆人出不,业主都,住户都,
      全楼,全小区,nobody can get,no one can get,people cant get,people are stuck,everyone is stuck,everyone is locked,residents cant,residents are stuck,cant get out,
      all locked,all open,wide open for anyone,whole building,all the doors,every door,entire building,anyone can walk,wont unlock,locked themselves`,
  },
  {
    id: 'exit-doubtful',
    hazard: 'safety-systems',
    verdict: 'suspected',
    things: '单元门,大门,楼道门,门禁,出口,闸机,main door,front door,main gate,exit',
    states: '出不去,出不来,卡死,锁死,jammed shut,stuck shut,cant get out,wont open from inside',
    within: 'clause',
  },
];
