import type { HazardRule } from './hazard-rule.ts';
import { kin } from './shared-words.ts';

/** Somebody hurt or ill (伤病). */
export const personRules: readonly HazardRule[] = [
  {
    id: 'person-down',
    hazard: 'person',
    verdict: 'certain',
    states: `栽地上,栽倒,脸煞白,煞白,喘得厉害,往上翻,一嘴血,满嘴血,弯成,蜇,蜂蜇,droop*,making sense,soaked in blood,hanging on,outside of the railing,outside the railing,gasping,cant wake,跣低,跣亲,跌低,郁不到,郁唔到,郁不了,见红了,羊水,噎到,噎住,不会说话了,嘴歪,脸都黑,脸憋紫,脸憋得,憋紫,起了个大包,同归于尽,三天没露面,not wake,doesnt wake,fall down,chest very pain,very pain,cannot stand,cant stand up,talking properly,not talking,slurring,edge of a roof,roof edge,fell off the,fell off a,fallen off the,卡住喉咙,从梯子上,从高处摔,从高处掉,hanging from,hung from,喝了农药,喝农药,喝药,吞药,吃了安眠药,吞了,误食,误吞,中毒,被砸,被压,压住,压在下面,砸到头,砸伤,夹断,起不了身,动弹不得,打滚,羊癫疯,叫唔醒,叫不太醒,没了气,没心跳,翻白眼,满头血,满手血,满身血,满脸血,血流,流血,吐血,出血,见血,血都,头打破,头破,好多血,一直流血,掉下来摔,从梯子,从脚手架,腰动不了,站不住,昏了,晕了,晕咗,晕低,跌亲,跌低,抽了,抽起来,喘得,喘不了,憋气,窒息,高烧抽,过敏,心脏,胸口,胸疼,要晕,没脉搏,生孩子,临产,被撞,撞倒,撞飞,碾,跳下去,站在楼顶,坐在天台,天台边,楼顶边,骑在栏杆,想不开,遗书,不想活了,寻短见,煤气自杀,烫到,开水烫,烧到脸,手指断,指头断,截,扎进,插进,刺穿,crushed,pinned,trapped under,swallowed,drank bleach,poison*,took pills,bottle of pills,stung,scald*,in labor,in labour,having a baby,giving birth,not waking,blue lips,diabetic,epilep*,asthma*,screaming in pain,fell from,off a blood,cant feel,hit a cyclist,hit a pedestrian,hit a child,hit a kid,hit a man,hit a woman,hit by,cant breath,cant walk,unconsious,no breathing,not breath*,breathing funny,breathing weird,head wound,cracked his head,cracked her head,cut off,severed,deep cut,on the ledge,edge of the roof,standing on the roof,sitting on the roof,end it all,kill myself,wants to die,want to die,heatstroke,heat stroke,fever and,convulsing,stroke,晕倒,昏倒,昏迷,昏过去,晕过去,不省人事,没有呼吸,没呼吸,没了呼吸,没气了,呼吸困难,喘不上气,喘不过气,透不过气,上不来气,心脏病,心梗,心肌梗,中风,
      脑溢血,脑梗,抽搐,在抽,抽筋倒,口吐白沫,吐白沫,大出血,流血不止,血流不止,止不住血,血止不住,满头是血,满脸是血,全是血,都是血,一地血,一地的血,一滩血,流了好多血,
      流好多血,流很多血,头破血流,骨折,摔断,摔下楼,滚下楼,滚下来,从楼梯摔,坠楼,跳楼,要跳,想跳,轻生,割腕,自杀,不想活,噎住,噎着,卡喉咙,卡到喉咙,喉咙卡,烫伤,
      烧伤,中暑,休克,叫不醒,叫不应,喊不醒,没知觉,没有意识,失去意识,没意识,要生了,羊水破,破水了,难产,哮喘发作,发作了,过敏性休克,
      癫痫,倒地,倒在地,躺在地上,倒在,瘫在,断气,心跳停,心跳没,猝死,出人命,死人,动不了了,爬不起来,起不来了,站不起来,被车撞,撞到人,撞人了,撞了人,轧到,被狗咬,
      狗咬人,咬伤,被咬,被蛇咬,夹断,切断手,割到动脉,
      unconscious,unresponsive,not responding,wont respond,wont wake,passed out,fainted,not breathing,isnt breathing,stopped breathing,
      cant breathe,cannot breathe,trouble breathing,struggling to breathe,hard to breathe,difficulty breathing,gasping,chest pain*,chest hurts,heart attack,
      cardiac arrest,a stroke,having stroke,seizure*,convuls*,fitting on,choking,bleeding,blood everywhere,lots of blood,so much blood,pool of blood,broken leg,broken arm,
      broken hip,broke his,broke her,fell down the stairs,fallen down the stairs,head injury,hit her head,hit his head,overdose*,suicid*,
      kill himself,kill herself,going to jump,gonna jump,wants to jump,threatening to jump,collapsed on,collapsed in,has collapsed,just collapsed,
      foaming,turning blue,gone blue,lying on the floor,lying on the ground,on the floor and,cant get up,cannot get up,cant move,badly hurt,
      seriously hurt,badly injured,seriously injured,severely burned,badly burned,anaphyla*,allergic reaction,going into labor,going into labour,water broke,
      no pulse,hit by a car,run over,knocked over,dog bit,bitten,turned blue,slumped`,
  },
  {
    id: 'person-collapsed',
    hazard: 'person',
    verdict: 'certain',
    things: `${kin},有人,保安,保洁,师傅,工人,业主,邻居,男的,女的,先生,女士,他,她,老公,老婆,朋友,住户,同事,someone,somebody,man,woman,lady,guy,guard,
      worker,cleaner,neighbor,neighbour,he,she,resident,person,husband,wife,tenant,technician`,
    states: `没反应,没有反应,没回应,摔下去,滚下去,躺着,躺在,趴在,睡在地,叫了没,不吭声,不应,喘,抖,发抖,发青,发紫,手断,腿断,脚断,扭,崴,砸到,砸中,撞,夹,烫,疼得,痛得,hit his,hit her,bleed*,shaking,pale,sweating,moaning,lying,screaming,crying,burned,burnt,cut,collapsed,keeled over,dropped to the floor,went down,barely breathing,wont get up,isnt moving,not moving,不动了,没动静,不会动,一动不动,起不来,
      流血,出血,吐血,胸口疼,胸口痛,胸痛,心口疼,嘴歪,说不出话,翻白眼,脸色发青,脸发紫,嘴唇发紫,晕了,昏了,倒下,倒了,摔下来,摔了,摔得,摔倒,跌倒,滑倒,砸伤,
      撞伤,烫到,割伤,割到,夹到手,断了,骨头,fell,fallen,slipped,tripped,injured,is hurt,got hurt,hurt badly`,
    within: 'clause',
  },
  {
    id: 'person-hurt',
    hazard: 'person',
    verdict: 'suspected',
    states: `咚的一声,没出来,敲不开,叫不开,敲门没,屋里没声,里面没声,没声了,没音,没开灯,报纸堆,信箱满,臭味从,腐臭味,尸,失踪,走丢,走失,找不到孩子,孩子不见,老人不见,痴呆,晕,头晕,发烧,不太对劲,喊了没,feel faint,dizzy,missing child,child missing,lost child,wandering,bad smell from,terrible smell from,foul smell from,no sound,tv is on,tv has been on,mail is piling,letters piling,curtains,nobody has seen,thud,sobbing,confused,limping,havent heard,did not come out,hasnt come,摔倒,跌倒,滑倒,摔了一跤,摔跤,起不来,受伤,流血,胸口疼,胸口痛,胸闷,不舒服,联系不上,联络不上,没人应,没人应门,敲门没人,敲门不应,不应门,不开门,
      电话不接,打电话不接,好几天没见,几天没见,几天没看到,好几天没出,几天没出门,好久没见,没有动静,没动静,呻吟,哼哼,喊痛,尸臭,尸体,腐臭,
      havent seen,hasnt been seen,not seen,not answering,doesnt answer,isnt answering,no answer,wont answer,not picking up,no response,slipped,
      tripped,injured,injury,got hurt,is hurt,are hurt,moaning,groaning,calling for help,cry for help,crying for help,feeling unwell,very pale,
      hasnt come out,newspapers piling,mail piling,check on,worried about my`,
  },
  {
    id: 'poison',
    hazard: 'person',
    verdict: 'certain',
    things:
      '洁厕灵,消毒水,漂白水,漂白剂,洗衣液,清洁剂,农药,老鼠药,安眠药,杀虫剂,电池,bleach,cleaner,detergent,battery,magnet,pills,poison,disinfectant',
    states: '喝了,喝下,误喝,误食,吞了,吞下,吃了,喝到,咽,drank,drunk,swallow*,ate,eaten,took',
    within: 'clause',
  },
  {
    id: 'body-hurt',
    hazard: 'person',
    verdict: 'certain',
    things: '头,脸,手,腿,脚,胳膊,眼睛,脖子,肚子,嘴,额头,head,face,arm,leg,hand,finger*,neck,eye',
    states:
      '打破,破了,血,骨折,断了,夹住,夹断,砸破,烫伤,烧伤,划开,切到,blood,bleed*,broken,crushed,cut open,smashed,burned,burnt',
    within: 'clause',
  },
];
