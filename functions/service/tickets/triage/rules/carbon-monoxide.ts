import type { HazardRule } from './hazard-rule.ts';

/** Carbon monoxide (一氧化碳). */
export const carbonMonoxideRules: readonly HazardRule[] = [
  {
    id: 'carbon-monoxide',
    hazard: 'carbon-monoxide',
    verdict: 'certain',
    core: true,
    states:
      '煤气中毒,瓦斯中毒,一氧化碳中毒,燃气中毒,carbon monoxide poisoning,gas poisoning,co poisoning,monoxide poisoning',
  },
  {
    id: 'carbon-monoxide-alarm',
    hazard: 'carbon-monoxide',
    verdict: 'certain',
    core: true,
    things: '一氧化碳,carbon monoxide,carbon detector,beeper,co alarm,co detector,co sensor,co monitor,monoxide',
    states: `climbing,reads,says,响,叫,报警,爆表,超标,数值,很高,中毒,sound*,going off,went off,ringing,beeping,screaming,blaring,high,reading,shrieking,ppm,
      alarming,levels`,
  },
  {
    id: 'carbon-monoxide-unwell',
    hazard: 'carbon-monoxide',
    verdict: 'certain',
    core: true,
    things: `没熄火,不熄火,发动机,引擎,车没关,燃气灶,煤气灶,灶,烟囱,火炉,炉子,炭炉,木炭,偵测器,暖桌,车库,浴室,洗完澡,冲凉,冲完凉,热水炉,bathing,bath,heating,chimney,garage,stove,flue,热水器,洗澡,冲澡,炭火,烧炭,木炭,炭盆,火盆,煤炉,炭炉,发电机,取暖器,取暖,壁挂炉,锅炉,烤火,围炉,火锅炉,炭,尾气,废气,排烟,蜂窝煤,
      一氧化碳,烤肉,暖炉,boiler,water heater,gas heater,geyser,generator,charcoal,barbecue,bbq,heater,fumes,exhaust,shower,furnace,engine running,
      carbon monoxide,fireplace,wood burner`,
    states: `叫也叫不,叫都叫不,想睡觉,灌了铅,funny feeling,feel funny,wont wake,doesnt wake,not wake,叫不太醒,睡不醒,迷迷糊糊,说胡话,东倒西歪,栽倒,樱桃红,没动静,哼哼,没声音,没反应,没回应,软在,瘫,冒冷汗,头重,晕得,好晕,想呕,作呕,呕,晕晕的,倒咗,晕咗,不省人事,走不动,speech,stagger*,blacked out,out cold,barely awake,hard to wake,cherry,cant stand,lethargic,pounding head,head hurts,head is pounding,not responding,feel ill,feeling ill,unwell,头晕,头昏,头疼,头痛,恶心,想吐,呕吐,吐了,在吐,晕倒,晕过去,昏倒,昏过去,昏迷,没力气,没劲,无力,浑身发软,腿软,手脚发软,站不稳,站不起来,嘴唇发紫,
      发紫,脸色发白,脸发白,叫不醒,叫不应,迷糊,昏昏沉沉,晕晕,倒在,倒下,胸闷,喘不上气,心慌,脸红红,dizzy,headache*,nausea*,nauseous,vomit*,
      throwing up,threw up,faint*,passed out,woozy,lightheaded,light headed,drowsy,feel weak,feeling weak,so weak,very weak,too weak,confused,collapsed,unconscious,feel sick,feeling sick,sleepy,
      wont wake up,wobbly,queasy,ill,slumped`,
  },
  {
    id: 'all-unwell',
    hazard: 'carbon-monoxide',
    verdict: 'suspected',
    things: `一家人,全家,我们都,大家都,都觉得,家里人,两个人都,几个人都,三个人都,我跟我,我和,都,both,all of us,whole family,everyone,everybody,we all,we are all,family,
      me and my,two of us,three of us`,
    states:
      '头晕,头疼,头痛,恶心,想吐,昏昏沉沉,晕乎乎,晕晕的,没力气,dizzy,headache*,nauseous,throwing up,vomit*,light headed,lightheaded,woozy',
  },
  {
    id: 'fumes-indoors',
    hazard: 'carbon-monoxide',
    verdict: 'suspected',
    things:
      '热水器,壁挂炉,锅炉,煤炉,炭火,炭盆,发电机,尾气,废气,烟道,排烟管,boiler,water heater,flue,generator,charcoal,bbq,barbecue,fumes,exhaust',
    states: `倒灌,倒烟,排不出去,排不出,掉下来,脱落,掉了,黄火,火焰发黄,火苗发黄,呛,闷,窗户关着,门窗关着,没开窗,不通风,屋里,室内,胸闷,
      yellow flame*,burning yellow,soot*,fumes,coming inside,coming into,coming in,indoors,inside the flat,inside the house,in the living room,blocked,
      disconnected,stuffy`,
    within: 'clause',
  },
];
