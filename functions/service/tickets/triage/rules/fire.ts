import type { HazardRule } from './hazard-rule.ts';

/** Fire (火). */
export const fireRules: readonly HazardRule[] = [
  {
    id: 'fire',
    hazard: 'fire',
    verdict: 'certain',
    core: true,
    states: `caught fire,烧着,着了一,窟窿还在红,还在红,fire wont go off,oven caught,caught light,在喷火,红通通,一团火,团的火,火球,往外钻烟,钻烟,冒着烟,火都,着火苗,起明火,burning really,really burning,lit up in flames,喷火,着得,火很猛,火好猛,火特别大,走水,火烛,着紧火,烧紧,烟熏火燎,燃起来,燃了,烧起,火舌,有火,见火,看见火,白烟,青烟,蓝烟,烟好大,烟大,烟囱一样,呛人的烟,烟进,烟飘,烟都,烟钻,烟灌,烟窜,大烟,满楼烟,一屋烟,烟越来越,着咗火,着了火,起了火,火了快,火球,火光冲天,wildfire,inferno,fireball,firey,fiery,smoke*,着火,起火,失火,着起来,烧起来,烧着了,火灾,火警,冒火,冒烟,冒黑烟,冒白烟,冒浓烟,冒青烟,浓烟,黑烟,大火,明火,火苗,火光,火势,火焰,自燃,爆燃,窜火,蹿火,
      点着了,烧穿,烧没了,烟很大,烟好大,烟太大,烟好浓,烟很浓,都是烟,全是烟,好多烟,很多烟,滚滚,烟雾弥漫,满屋子烟,满屋烟,一屋子烟,烟冒出来,冒出烟,
      有烟冒,烟往,烟从,火烧,烧到,火好大,火很大,火太大,火越来越,在燃烧,燃烧着,爆炸,爆炸了,烧火了,火烧起来,
      fire,fires,on fire,caught fire,catching fire,caught alight,flame,flames,in flames,ablaze,engulfed,smoke,smoking,smoldering,smouldering,
      explosion,exploded,blaze,blazing,burning down,burst into flames,set alight`,
  },
  {
    id: 'fire-of-things',
    hazard: 'fire',
    verdict: 'certain',
    things: `垃圾桶,垃圾,垃圾房,油锅,锅,灶台,油烟机,抽油烟机,被子,床,沙发,窗帘,电动车,电瓶车,电瓶,电池,充电宝,手机,充电器,充电,充电桩,车,汽车,车棚,车库,阳台,
      厨房,楼道,杂物,纸箱,草地,草坪,树,烟道,烟囱,空调,冰箱,洗衣机,热水器,烤箱,微波炉,电视,楼下,楼上,隔壁,邻居家,对面,屋里,屋顶,仓库,
      bin,bins,trash,rubbish,dumpster,pan,oil,grease,stove,oven,cooker,mattress,sofa,couch,curtain*,e bike,ebike,scooter,battery,charger,
      car,van,garage,balcony,kitchen,hallway,stairwell,hood,tumble dryer,dryer,washing machine,microwave,fridge,toaster,laptop,phone,
      next door,downstairs,upstairs,building,flat,apartment,house,wires,wire,cable,bike shed,shed,roof`,
    states: `烧着,在烧,烧了,着了,点着,炸了,炸开,有火,火起来,起烟,有烟,烟味很大,呼呼地烧,燃烧,在燃,燃着,烧红,窜出来,burning,burnt through,alight,blew up,blown up,smok*,
      sparks flying,gone up,went up,melting`,
    within: 'clause',
  },
  {
    id: 'battery-hot',
    hazard: 'fire',
    verdict: 'suspected',
    things: '电动车,电瓶车,电瓶,电池,充电宝,充电器,充电桩,锂电,battery,e bike,ebike,scooter,charger,power bank',
    states: `鼓包,膨胀,发烫,烫手,很烫,好烫,焦味,糊味,嘶嘶,漏液,变形,swollen,swelling,bulging,hot,hiss*,smell*,melting,overheat*,popping`,
  },
  {
    id: 'burnt-smell',
    hazard: 'fire',
    verdict: 'suspected',
    core: true,
    states: `烟味,焦臭,胶味,糊臭,烧胶味,好像烧,什么烧,东西烧,燶味,燶,haze,burnt,burning,something hot,smell burnt,smell burn,burn smell,toast*,smell like burn*,melting plastic,焦味,糊味,焦糊味,烧焦,焦糊,煳味,烧糊,烧东西的味,烧塑料,塑料味,烟味很,烟熏味,有烟,一股烟,烟雾,烟感报警,烟感响,烟感一直响,烧的味道,烧味,
      烧焦味,烧胶,电线味,烧干,干烧,糊了,smell of burning,burning smell,smells like burning,smell burning,smells burnt,burnt smell,burned smell,smell of smoke,
      smell smoke,smells like smoke,smells of smoke,smells like something burning,something burning,burning plastic,burning rubber,smoky,smokey,
      electrical smell,haze,hazy,boiled dry,scorch*,singed`,
  },
  {
    id: 'fire-alarm-rings',
    hazard: 'fire',
    verdict: 'suspected',
    core: true,
    things: `烟雾报警器,烟雾探测器,烟雾感应器,火警,消防警报,消防报警,火灾报警器,火灾警报,烟感,烟雾报警,烟感报警器,警铃,警报,消防铃,住警器,火警铃,fire alarm,smoke alarm,smoke detector,alarm,alarms`,
    states:
      '响,在响,一直响,狂响,响个不停,大响,叫个不停,响起来,响了,sounding,going off,went off,ringing,blaring,screaming',
    within: 'clause',
  },
];
