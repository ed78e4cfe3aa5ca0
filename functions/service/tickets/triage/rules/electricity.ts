import type { HazardRule } from './hazard-rule.ts';
import { wiring } from './shared-words.ts';

const appliances = `热水器,洗衣机,冰箱,烘干机,烤箱,微波炉,栏杆,扶手,门把手,把手,铁门,铁栏杆,水管,水龙头,龙头,花洒,淋浴,洗手台,灯杆,金属,机器,
  washing machine,water heater,fridge,dryer,railing*,handrail*,door handle,gate,fence,tap,shower,metal,sink,boiler,lamp post,lamppost`;

/** Electricity (电). */
export const electricityRules: readonly HazardRule[] = [
  {
    id: 'shock',
    hazard: 'electricity',
    verdict: 'certain',
    core: true,
    states: `thrown across the room,threw me across,threw me back,knocked me back,knocked off my feet,i got a tingle,tingling from,电得我,弹开,带电,belt off,碰了一下就,melted into,触电咗,胳膊都木,手臂都麻,胳膊都麻,整条手臂,手甩不开,it bites me,bites you,电了我,电着,触到电,电晕,麻了一下,被麻,电得,打了一下手,手麻,电麻,电到手,电我,电亲,felt a shock,a shock from,shock shock off,electricity through,a jolt from,jolted me,a zap,shocks shock every,electrified,shocked when i touch*,shocked by the tap,shocked by the shower,触电,被电到,被电了,电到了,电到人,被电击,电击,电倒,被电倒,被电得,漏电,冒火花,打火花,火花四溅,电火花,火星四溅,冒火星,电着了,电了一下,被电,
      过电,electrocut*,electric shock*,electrical shock*,got a shock,gets a shock,getting shocks,gave me a shock,gives a shock,giving shocks,got shocked,
      got zapped,gets zapped,got electrocuted,shocks me,shocked me,sparking,arcing,sparks flying,sparks coming,zapped`,
  },
  {
    id: 'wiring-sparks',
    hazard: 'electricity',
    verdict: 'certain',
    core: true,
    things: wiring,
    states: `掉在,掉进,掉到,水坑,垂到,耷下来,蓝光,火球,放炮,炸响,打雷一样,冒蓝,闪光,短路,呲火,呲呲,串火,冒烟了,浸,湿了,掉落,掉下,裸,落下来,断下来,flash*,blue light,arced,sizzl*,hiss*,fell down,snapped,in the puddle,on fire,smells of burning,melted,burnt,火花,火星,冒火,冒烟,打火,起火,着火,滋滋,噼里啪啦,噼啪,劈里啪啦,啪啪,嗞嗞,嗤嗤,吱吱,烧着,烧焦,烧糊,烧了,烧起来,烧黑,焦了,糊了,焦味,烫手,发烫,
      很烫,好烫,熔化,融化,化了,电人,电到,麻手,放电,爆炸,爆了,炸了,炸开,进水,泡水,泡在水,淹,灌水,滴水,漏水,渗水,流水,水流,有水,淋,掉下来,掉在地上,垂下来,
      断了掉,落地,落在,耷拉,冒黑烟,spark*,smok*,crackl*,fizz*,pop,popping,popped,melt*,burn*,scorch*,arc,arcing,shock*,zap*,hot,soaked,
      wet,water,dripping,leaking,flooded,live,hanging,dangling,came down,down,on the ground,fell,on fire,flames,glowing,blew,blown,exploded,bang,
      charred,black`,
    within: 'clause',
    immune: ['minor'],
  },
  {
    id: 'things-under-current',
    hazard: 'electricity',
    verdict: 'certain',
    core: true,
    things: `${wiring},${appliances}`,
    states: `带电,有电,电人,麻手,发麻,麻了,麻一下,被麻,麻麻,电到,电一下,electrified,tingl*,shock*,zap*,numb,live current,is live,gives you`,
    within: 'clause',
  },
  {
    id: 'wiring-doubtful',
    hazard: 'electricity',
    verdict: 'suspected',
    things: `灯,客厅灯,灯泡,light,lights,ceiling light,${wiring}`,
    states: `嗡嗡响,滋滋声,冒热气,烧味,跳,hot,crackl*,异响,响声,怪味,味道,热,裸露,露出来,露在外面,外露,破皮,老化得,火,嗡嗡,闪一下,buzz*,humm*,exposed,bare,frayed,warm,smell*,noise,sticking out`,
    within: 'clause',
  },
];
