import type { HazardClass } from './hazard.ts';
import type { Cut } from './triage-cuts.ts';

/*
 * The rules of emergency triage as plain data (R74.1). Words are separated by commas. `leak*` also matches
 * "leaking". Traditional characters, width, case, apostrophes and hyphens make no difference, so one spelling
 * is enough. A rule without `things` has phrases that name a hazard by themselves. A rule with `things` needs
 * a thing and a state near each other, in either order.
 */

export interface HazardRule {
  /** The name by which an estate switches the rule off. */
  readonly id: string;
  readonly hazard: HazardClass;
  readonly verdict: 'certain' | 'suspected';
  /** Whether estates cannot remove the rule (R74.1). */
  readonly core?: true;
  /**
   * Whether the rule is a weak sign. It is never certain and counts only when nothing else is found and no
   * cut applies.
   */
  readonly weak?: true;
  readonly things?: string;
  readonly states: string;
  /** `clause`: thing and state must be in one clause. Otherwise they may be in neighbouring clauses. */
  readonly within?: 'clause';
  /** Cuts that do not apply to this rule. */
  readonly immune?: readonly Cut[];
}

export interface SignRule {
  readonly sign:
    | 'now'
    | 'severe'
    | 'urgent'
    | 'plea'
    | 'person'
    | 'place'
    | 'hedge'
    | 'again'
    | 'present'
    | 'routine'
    | 'event';
  readonly words: string;
}

export interface CutRule {
  readonly id: string;
  readonly cut: Cut;
  /**
   * Where the cut must be. `before`: close before the hazard. `adjacent`: right before it. `clause`: anywhere
   * in its clause. `name`: the hazard's word is part of these words and no longer counts.
   */
  readonly where: 'before' | 'adjacent' | 'clause' | 'name';
  readonly words: string;
  /** The classes that it applies to; all when absent. */
  readonly hazards?: readonly HazardClass[];
}

const kin = `后生,细路,细路仔,bb,闺女,囡,姑娘,爹,娘,爸,妈,奶,爷,阿婆,阿伯,阿爷,阿妈,老头,老头子,老太,老爷子,老奶奶,孩,幼童,太太,先生,外孙,侄子,学生,residents,girl,mama,papa,nanny,kiddo,newborn,pensioner,grandparent*,孩子,小孩,小朋友,宝宝,婴儿,娃,儿子,女儿,孙子,孙女,老人,奶奶,爷爷,外婆,外公,姥姥,姥爷,阿嬷,阿公,我妈,我爸,妈妈,爸爸,
  老妈,老爸,婆婆,公公,弟弟,妹妹,小女孩,小男孩,孕妇,阿姨,大爷,大妈,病人,老太太,老先生,老伴,囡囡,小囡,
  toddler*,baby,babies,kid,kids,child,children,son,daughter,grandson,granddaughter,grandma,grandpa,grandmother,grandfather,mother,
  mum,mom,dad,father,elderly,old lady,old man,old woman,boy,girl,infant,little one,my nan,granny,wife,husband`;

const gasThings = `煤气,燃气,天然气,瓦斯,液化气,沼气,气罐,钢瓶,气瓶,煤气罐,煤气灶,燃气灶,灶台,灶具,灶头,炉头,炉灶,煤气管,燃气管,气管道,燃气表,气表,
  gas,propane,lpg,methane,stove,cooker,hob,gas pipe,gas line,gas meter,cylinder,gas main`;

const wiring = `插座,插头,插排,插线板,接线板,排插,延长线,开关,电线,电缆,线路,电路,电箱,配电箱,配电柜,配电房,配电室,强电井,弱电井,电井,电表,电表箱,电闸,空开,
  总闸,闸刀,变压器,灯座,吊灯,灯管,路灯,电源,充电桩,充电器,变电箱,变电站,电门,
  socket*,outlet*,plug,plugs,switch,switchboard,wire,wires,wiring,cable*,breaker*,fuse box,fusebox,fuse board,electric panel,electrical panel,
  electric box,electrical box,distribution box,distribution board,consumer unit,meter cupboard,meter box,light fitting,light switch,lamp,
  transformer*,power strip,extension cord,extension lead,power line*,electrics,power point,junction box`;

const appliances = `热水器,洗衣机,冰箱,烘干机,烤箱,微波炉,栏杆,扶手,门把手,把手,铁门,铁栏杆,水管,水龙头,龙头,花洒,淋浴,洗手台,灯杆,金属,机器,
  washing machine,water heater,fridge,dryer,railing*,handrail*,door handle,gate,fence,tap,shower,metal,sink,boiler,lamp post,lamppost`;

const lift = `梯子,梯,𨋢,电梯间,梯子里,电梯,轿厢,货梯,客梯,观光梯,升降机,直梯,梯厢,车厢,lift,lifts,elevator,elevators,lift car`;

const pipes = `水管,管子,水管子,管道,总管,主管,立管,进水管,出水管,供水管,热水管,冷水管,自来水管,自来水,软管,接头,阀门,水阀,三角阀,角阀,总阀,闸阀,水表,
  水箱,水塔,暖气,暖气片,暖气管,地暖,分水器,热水器,洗衣机,水龙头,龙头,消防栓,消火栓,消防管,喷淋头,喷淋,净水器,马桶,马桶水箱,水柜,花洒,水,
  water pipe*,pipe,pipes,main,mains,hose,valve*,tap,taps,faucet*,tank,radiator*,boiler,sprinkler*,hydrant,water heater,washing machine,stopcock,
  water,riser,dishwasher,toilet,plumbing`;

const rooms = `家里,我家,屋里,房间,客厅,卧室,厨房,阳台,天花板,吊顶,楼上,楼下,地下室,地下车库,车库,地库,走廊,楼道,楼梯间,电梯,电箱,电井,配电房,
  配电室,机房,大厅,大堂,地板,木地板,墙,屋顶,商铺,店里,仓库,储藏室,门口,家中,家,屋,
  house,home,flat,apartment,kitchen,bathroom,bedroom,living room,hallway,corridor,basement,garage,car park,parking,ceiling,floor,lobby,
  stairwell,stairs,lift shaft,upstairs,downstairs,neighbor*,neighbour*,room,utility,shop,store,electric*,entrance,place,unit,laundry,carpet*`;

/** Places from which water drips only after it has come through something. */
const above = `天花板,吊顶,楼板,屋顶,顶棚,天花,顶上,楼上,客厅,卧室,房间,地下室,车库,电井,电梯,ceiling,roof,upstairs,bedroom,living room,hallway,corridor,garage,basement,light,lights`;

const overhead = `磁砖,墙面砖,玻璃幕墙,幕墙玻璃,树杈,榕树,看板,遮雨棚,采光罩,空调,冷气机,冷气,铁片,木板,门头,横幅,支架,灯罩,水管架,屋面,水泥皮,墙灰,天花板,吊顶,井架,砖墙,电视墙,飘窗,立柱广告,waste chute,outer wall,outside wall,external wall,skylight,screen,trellis,tree branch,shop sign,drain pipe,chimney,瓷砖,墙砖,面砖,外墙,外墙砖,外墙皮,墙皮,墙体,石材,大理石,保温层,水泥块,水泥,混凝土,砖头,砖块,砖,石块,石头,瓦片,瓦,玻璃,幕墙,窗扇,窗户,
  窗玻璃,窗框,窗子,纱窗,空调外机,外机,室外机,冷气室外机,广告牌,招牌,牌子,灯箱,灯牌,路灯,灯杆,电线杆,树,大树,树枝,树干,枯枝,花盆,铁皮,铁板,铁架,
  晾衣架,晾衣杆,脚手架,鹰架,钢管,雨棚,雨篷,遮阳棚,屋檐,檐口,围挡,围墙,防盗网,防盗窗,铁窗,天线,吊篮,塔吊,太阳能板,帆布,架子,栏杆,护栏,阳台,
  顶板,装饰条,线条,百叶,雕塑,旗杆,指示牌,烟灰缸,酒瓶,菜刀,哑铃,东西,石膏板,吊灯,
  tile,tiles,facade*,cladding,brick*,masonry,stone*,glass,window,windows,pane*,panel*,branch*,tree,trees,trunk,limb,sign,signboard*,billboard*,
  flowerpot*,flower pot*,plant pot*,pot,air conditioner*,aircon*,ac unit,a/c unit,scaffold*,lamp post,lamppost,street light,pole,gutter*,
  roofing,metal sheet*,sheet metal,sheeting,concrete,plaster,render,debris,antenna*,shutter*,awning*,canopy,balcony,railing*,ledge,cornice,
  solar panel*,satellite dish,crane,chunk*,piece*,slab*,light fixture*,hoarding,bottle*,banner,something`;

const structures = `墙,墙体,承重墙,隔墙,剪力墙,天花板,天花,屋顶,楼顶,顶板,楼板,阳台,露台,房梁,横梁,大梁,梁,柱子,柱,立柱,地面,地板,路面,地基,基础,围墙,挡土墙,
  护坡,边坡,山坡,山体,土坡,驳坎,楼,整栋楼,大楼,楼房,房子,房屋,楼梯,台阶,雨棚,连廊,车库,车库顶,地库,地库顶,水泥柱,基坑,脚手架,门框,窗框,结构,
  wall,walls,ceiling,roof,balcony,balconies,beam*,column*,pillar*,slab*,floor,floors,foundation*,building,house,retaining wall,stairs,
  staircase,stairwell,garage,basement,slope,hillside,ground,pavement,car park,carport,support*,structure,joist*,lintel,terrace,deck,tower,driveway`;

export const hazardRules: readonly HazardRule[] = [
  // Gas 燃气
  {
    id: 'gas-leak',
    hazard: 'gas',
    verdict: 'certain',
    core: true,
    states: `煤气泄漏,煤气泄露,燃气泄漏,燃气泄露,天然气泄漏,天然气泄露,瓦斯泄漏,瓦斯外泄,瓦斯漏气,燃气漏气,煤气漏气,漏煤气,漏燃气,漏天然气,
      漏瓦斯,煤气漏,燃气漏,天然气漏,瓦斯漏,gas leak*,leaking gas,gas escape,smell* gas strongly`,
  },
  {
    id: 'gas-escapes',
    hazard: 'gas',
    verdict: 'certain',
    core: true,
    things: `罐子,气阀,煤气阀,燃气阀,总阀门,火头,${gasThings}`,
    states: `丝丝的,嘎嘎响,roar*,drove into,rammed,drilled,喷气,戳破,打穿,钻穿,钻破,往外跑,气跑,喷出来,喷气,往外喷,跑出来,漏紧,漏得厉害,气出来,冒出来,漏晒,弯了,炸,spew*,rushing out,wide open,left on,stuck open,sounds like air,泄漏,泄露,外泄,漏出,漏气,漏了,在漏,一直漏,漏得,漏着,跑气,冒气,往外冒,嘶嘶,滋滋,呲呲,咝咝,哧哧,嗤嗤,丝丝,吱吱,呼呼,噗噗,关不上,关不掉,关不住,
      关不了,关不紧,拧不紧,爆炸,挖断,挖破,挖到,撞断,撞坏,铲断,断裂,破裂,破了,裂了,脱落了,脱开,爆了,倒了在漏,
      leak*,hiss*,escap*,pouring out,ruptur*,broke,broken open,cut through,severed,dug into,hit a,hit the,dug up,cracked,exploded,
      wont turn off,wont shut,cant turn off,cant shut,cant close,came off,disconnected,coming out,whistling,blowing out,venting`,
  },
  {
    id: 'gas-smells-strong',
    hazard: 'gas',
    verdict: 'certain',
    core: true,
    things: `煤气,燃气,天然气,瓦斯,液化气,煤气味,燃气味,瓦斯味,天然气味,臭鸡蛋,gas,rotten egg*,propane,sulphur,sulfur`,
    states: `一股子,stinks of,比屋里还冲,老大,直冲,冲得,往鼻子里,成间屋,好大味,挺冲,可冲,贼冲,in every room,every room,好大阵,一大股,好大股,一大阵,好犀利,熏人,熏死,熏得,臭得,呛死,呛得不行,要命,不得了,厉害,很冲,特别冲,好冲,很臭,好臭,超臭,dense,choking,horrible,terrible,so bad,awful,throughout,whole,很浓,好浓,太浓,超浓,特别浓,非常浓,越来越浓,浓得,浓烈,味道浓,味浓,很重,好重,太重,特别重,越来越重,超重,味道重,味重,很大,好大,太大,特别大,
      超大,味大,味道大,非常大,越来越大,刺鼻,呛,呛人,呛得,呛鼻,冲鼻,冲得很,受不了,满屋,全是,都是,到处,整个,强烈,很明显,很强,扑鼻,
      so strong,very strong,really strong,strong smell,strong odor,strong odour,strongly,getting stronger,stronger,overpowering,overwhelming,
      everywhere,stink*,reek*,heavy,intense,fills,filling,full of,all over,really bad,super strong,strong`,
  },
  {
    id: 'gas-smells-unwell',
    hazard: 'gas',
    verdict: 'certain',
    core: true,
    things:
      '煤气味,燃气味,瓦斯味,天然气味,煤气,瓦斯,燃气,天然气,gas smell,smell of gas,smell gas,gas,smells of gas,smells like gas',
    states: `头晕,头疼,头痛,恶心,想吐,呕吐,吐了,晕倒,晕,不舒服,喘不过气,dizzy,headache*,nausea*,nauseous,vomit*,throwing up,faint*,passed out,
      woozy,lightheaded,light headed,feel sick,feeling sick`,
  },
  {
    id: 'gas-smells',
    hazard: 'gas',
    verdict: 'suspected',
    core: true,
    things: `煤气味,瓦斯味,燃气味,petrol,gasoline,煤气,燃气,天然气,瓦斯,液化气,厨房,灶台,灶具,煤气灶,燃气灶,瓦斯炉,臭鸡蛋,燃气表,煤气表,瓦斯表,气表,gas,stove,cooker,hob,boiler,kitchen,meter,
      rotten egg*,propane,sulphur,sulfur,cylinder`,
    states: `闻见,没关,还在出,怪怪的味,一阵,一股,飘,味,味道,味儿,臭味,异味,怪味,气味,闻到,闻着,闻起来,闻得到,泄,嘶嘶声,滋滋声,smell*,odor,odour,stink*,whiff*,hissing,hiss,sniff*,funny smell`,
  },
  {
    id: 'rotten-eggs',
    hazard: 'gas',
    verdict: 'suspected',
    states: '臭鸡蛋味,臭鸡蛋,臭蛋味,鸡蛋臭,漏气,rotten egg*,bad eggs,eggy smell,sulphur smell,gassy smell',
  },
  {
    id: 'gas-alarm',
    hazard: 'gas',
    verdict: 'suspected',
    core: true,
    things: `燃气报警器,煤气报警器,瓦斯警报器,瓦斯侦测器,燃气报警,煤气报警,瓦斯警报,瓦斯报警,可燃气体报警,可燃气体,燃气警报,gas alarm,gas detector,gas sensor`,
    states: '响,叫,报警了,一直叫,在响,尖叫,sound*,going off,went off,ringing,beeping,screaming,blaring',
  },
  // Carbon monoxide 一氧化碳
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
  // Fire 火
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
  // Electricity 电
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
  // Lift 电梯
  {
    id: 'trapped',
    hazard: 'trapped',
    verdict: 'certain',
    core: true,
    states: `我在电梯里出,人在电梯里,困电梯里,stuck in one of the lift*,stuck in the lift,stuck in your,电梯困人,困在电梯,被困电梯,困电梯,困于电梯,受困电梯,关电梯,关在电梯,电梯关人,卡在电梯,卡电梯,锁在电梯,电梯卡人,电梯夹人,电梯夹,
      stuck in the lift*,stuck in lift*,stuck in the elevator*,stuck in an elevator,stuck in a lift,stuck in elevator*,trapped in the lift*,
      trapped in lift*,trapped in the elevator*,trapped in elevator*,trapped in a lift,trapped inside the lift*,trapped inside the elevator*,
      stuck inside the lift*,stuck inside the elevator*,trapped in an elevator,stuck in this lift,stuck in this elevator,stuck in your lift,
      stuck in your elevator`,
  },
  {
    id: 'people-in-lift',
    hazard: 'trapped',
    verdict: 'certain',
    core: true,
    things: lift,
    states: `shut on,closed on,shut with,moving up,moving down,no move,not move,not moving,doors wont open,halfway with,停在楼层中间,半截,我在电梯里,在电梯里,门开不了,开不开门,下不来,上不来,一车人,一梯人,都在里,在里,停半道,停在半道,不走了,半道上,有哭声,哭,closed on,closing on,hit my,alone in,stuck in it,stuck in here,wont move and,stopped and,困咗,困住,不上不下,上不去下不来,吊住,卡死在,闷在,憋在,灯灭了,黑灯,按铃没人,我在里,人在里,有人在,里边有人,里边,里头,出唔来,出不到,夹脚,夹手,夹头,脚卡,手卡,掉坑,坠落,往下坠,嗖,one man in,women in,man in,child in,people in,inside with,are inside,is inside,in it,in here,wont let us out,cant come out,unable to get out,jammed with,with my,with us,with two,with three,alarm no answer,nobody answers,foot,hand,dropping,困,关在里面,关人,关了人,关着人,关了,关着,关住,被关,卡住人,出不来,出不去,里面有人,有人在里面,人在里面,里头有人,人还在里面,还在里面,人在里头,在里头,
      在里面,里面的人,拍门,敲门,喊救命,呼救,喊人,夹住,夹到,夹了,夹着,夹伤,卡在半空,半空,卡在中间,悬在,吊在,下坠,急坠,急降,骤降,坠,冲顶,蹲底,往下掉,
      往下坠,失控,掉下去,掉了,直掉,猛掉,跌,滑下,自由落体,扒开,门开着没有轿厢,没轿厢,空的井,井道,trapped,stuck inside,stuck between,
      people inside,inside it,someone inside,someone in,were inside,cant get out,cannot get out,get us out,let us out,get me out,plung*,dropped,drops,
      drop,fell,falling,free fall,freefall,no car,empty shaft,open shaft,shaft,caught in,banging on,pressing the alarm,we are inside,im inside,im in,
      us inside,stuck with,with me inside,pounding,screaming`,
  },
  {
    id: 'lift-odd',
    hazard: 'trapped',
    verdict: 'suspected',
    core: true,
    things: lift,
    states: `震,震一震,怪声,乱响,响得,蹦,颠,忽上忽下,乱跳,跳楼层,冲过头,差一大截,停的时候,停偏,卡顿,猛地,一沉,下沉,门夹,乱开门,自己开,rattl*,vibrat*,noise*,bumpy,thud,dropped a little,jumps,stops between,wobbl*,scraping,misalign*,step down,jumpy,抖得,抖动,剧烈,晃得,晃动,乱晃,抖,异响,怪响,巨响,咣当,哐当,哐哐,嘎吱,咔咔,突然停,突然一停,卡住,卡在,停在两层,停在中间,停在半,不动了,急停,
      顿了一下,一顿,失重,门开着,门没关,门关不上,门打不开,门不开,开不了门,按铃没人,对讲没人,里面好像,里面有声音,敲打声,喊声,没平层,不平层,落差,
      shak*,jolt*,jerk*,judder*,lurch*,bounc*,grind*,bang,bangs,clunk*,between floors,halfway,stopped suddenly,door open,doors open,door wont open,
      doors wont open,doors not opening,door stuck,noises inside,voices,knocking,shout*,alarm bell,alarm button,moved with the door*,not level,stopped moving`,
  },
  // Structure 结构
  {
    id: 'collapse',
    hazard: 'structure',
    verdict: 'certain',
    core: true,
    states: `坍塌,倒塌,垮塌,塌方,塌陷,塌了,塌下来,塌下,要塌,快塌,会塌,垮了,垮下来,山体滑坡,滑坡,泥石流,地陷,陷下去,天坑,sinkhole,cave in,caved in,caving in,
      landslide,landslip,mudslide,giving way,gave way,subsidence,about to collapse,going to collapse,gonna collapse,partially collapsed`,
  },
  {
    id: 'structure-moves',
    hazard: 'structure',
    verdict: 'certain',
    core: true,
    things: structures,
    states: `wall is sliding,wall sliding,is sliding into,wall is slipping,沉了一截,往下沉,沉了,啪的一声断,看得见光,看得到光,dropped about,掏空,大洞,塌出,个大洞,凹下来,凹下去,凹了,吱吱,爆开,coming away,come away,pulled away,pulling away,put your hand,put my hand,dropping,滑下来,滑坡,泥都,鼓,鼓起来,往外倾,陷,陷了,陷进去,大坑,一个坑,坑,裂缝有,手指,拳头,缝越来越,撑不住,顶不住,斜了,变长,门都关不上,砰砰响,咔嚓,啪啪响,炸开,hole opened,hole,swallowed,dropped,bent,bending,fell down,fell on,came off,fist,finger,keeps growing,popping,cracked open,crack open,fell,塌,垮,倒了,要倒,快倒,倒下来,下沉,沉下去,沉了,沉降,裂开,裂缝变大,裂缝越来越,越来越宽,越来越大,变宽,变大,咔咔,嘎吱,咯吱,咯咯,倾斜,歪了,歪得,断裂,
      断了,鼓出来,鼓包,往外鼓,往下沉,往下弯,压弯,弯了,晃动,摇晃,在晃,错位,掉块,大块掉,掉渣,炸裂,爆裂,能伸进手,伸得进,裂了一道,裂了条,裂了个,裂到,
      钢筋都露,砸穿,露钢筋,collaps*,cav*,giv* way,sagg*,buckl*,bulg*,bow*,sinking,sunk,tilt*,lean*,cracking,crack is growing,getting wider,widening,
      wider,getting bigger,growing,creak*,groan*,shift*,subsid*,split*,crumbl*,coming down,came down,moving,moved,dropped,snapp*,fell in,falling in,
      huge crack,big crack,massive crack,large crack*,opened up`,
    within: 'clause',
  },
  {
    id: 'structure-cracks',
    hazard: 'structure',
    verdict: 'suspected',
    core: true,
    things: structures,
    states: `裂,变长,缝,长了,鼓包,软的,下垂,gap,bulge,lump,soft,裂缝,裂了,开裂,裂痕,裂口,裂纹,龟裂,变形,鼓起,隆起,下陷,凹陷,异响,crack*,deform*,uneven,sloping,bump*,strange noise*`,
    within: 'clause',
  },
  // Falling 高空
  {
    id: 'falling',
    hazard: 'falling',
    verdict: 'certain',
    core: true,
    states: `砸到人,砸到车,砸中人,差点砸,差一点砸,砸到头,高空坠物,高空抛物,高空掉,坠物,falling object*,falling debris,objects falling,things falling,throwing things from,thrown from the,
      dropped from above`,
  },
  {
    id: 'things-fall',
    hazard: 'falling',
    verdict: 'certain',
    core: true,
    things: overhead,
    states: `off the,从上面,甩来甩去,on one rope,掉了一大块,掉了一块,掉了块,掉了好,掉了几块,throwing,throw,throws,炸了,炸裂,往下落,正往下,碎渣,剥落,掉块,落紧,跌下来,跌落,跌紧,飘下来,甩下来,崩下来,掀,掀翻,掀起,塌,拍下来,倒,散落,往楼下,扔,raining,sliding,flew,flying,blown,uproot*,collapsed,splinter*,showering,landing,掉下来,掉下,掉落,砸到,砸中,砸在,砸下来,砸伤,砸了,砸坏,砸烂,砸,脱落下来,脱落了,剥落下来,坠下,坠落,坠,飞下来,飞出去,吹下来,吹落,吹倒,刮下来,刮倒,倒了,
      倒下来,倒下,倒在,折断,断了,落下来,落下,滚下来,滑下来,往下掉,在掉,一直掉,整块掉,整片掉,扔下来,丢下来,抛下来,往下扔,从天而降,从楼上掉,爆开,
      压到,压住,压在,压倒,fell,fall,falls,falling,fallen,came down,come down,coming down,crash*,hit,smashed,shattered,raining down,dropped,dropping,blown off,
      blew off,ripped off,landed,crushed,came off,coming off,broke off,breaking off,snapped,toppled,toppling,knocked down,thrown,threw`,
    within: 'clause',
  },
  {
    id: 'things-about-to-fall',
    hazard: 'falling',
    verdict: 'certain',
    things: overhead,
    states: `快脱下来,要脱下来,脱下来了,挂在那儿晃,挂在那晃,在那儿晃,吊在那儿,悬在那,快掉下来了,hanging by,about to come off,快掉囉,快掉了,甩来甩去,one rope,coming away,眼看着要,就要掉,就快掉,随时,随时会,随时掉,快掉下,快吹下,快飞,要飞,要断,快断,要砸,要塌,一根线,一根铁丝,一颗螺丝,一个角,半边,one screw,one bolt,one wire,one hinge,one nail,single wire,single screw,half off,barely attached,barely holding,over the sidewalk,over the pavement,over the path,over the footpath,over the playground,roots lifting,come down any,fall any,gonna blow,gonna go,will come down,摇摇欲坠,眼看要掉,眼看就要,马上要掉,马上要倒,要掉下来,快要掉下来,快掉下来,要倒下来,快要倒,快倒,要倒了,要砸,悬在半空,悬空,吊在半空,半吊,挂在半空,
      就剩一,只剩一,吊在那,about to fall,about to come down,going to fall,gonna fall,about to drop,going to come down,gonna come down,by a thread,
      ready to fall,about to go,will fall,could fall any,any minute,any second,any moment`,
  },
  {
    id: 'things-loose',
    hazard: 'falling',
    verdict: 'suspected',
    core: true,
    things: overhead,
    states: `有点松,松,响,咚咚,脱胶,脱缝,有缝,锈断,锈烂,颤,呼呼,翘,比以前歪,bent,shaking,rusted,rusting,noise,gap,lifting,bow*,松动,松脱,松了,要掉,快掉,快脱落,快要脱落,将要,晃,晃来晃去,晃动,摇晃,歪,倾斜,斜着,斜了,吊着,悬着,挂着,翘起,翘边,空鼓,鼓起,裂了,开裂,
      loose,loosen*,dangling,hanging,wobbl*,leaning,swaying,swinging,tilt*,cracked,creak*,flapping,rattl*,bulging,split*`,
    within: 'clause',
  },
  // Somebody hurt 伤病
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
  // Drowning 溺水
  {
    id: 'drowning',
    hazard: 'drowning',
    verdict: 'certain',
    states: `捞上来,捞人,掉水,跌落水,跌咗落水,跌落池,扑通,没顶,不会游,fell in pool,in the pool not,wont come up,not come up,under the water,sank,pulled out of water,drownd*,drowing,溺水,落水,掉水里,掉到水里,掉进水,掉进泳池,掉进池,掉进湖,掉进河,掉进喷泉,掉进井,掉到池,掉到湖,掉到河,掉到井,掉下井,跌进池,跌入池,跌进水,滑进水,滑到水,滑进池,
      沉下去,沉底,浮不上来,浮在水面,在水里扑腾,扑腾,呛水,drown*,fell into the pool,fell in the pool,fell into the pond,fell in the pond,
      fell into the lake,fell into the fountain,fell into the water,fell in the water,fell in the lake,face down in the,floating face,underwater,
      under water,went under,pulled from the water,pulled from the pool,pulled out of the pool,bottom of the pool,at the bottom of`,
  },
  {
    id: 'in-the-water',
    hazard: 'drowning',
    verdict: 'certain',
    things:
      '泳池,游泳池,水池,池子,池塘,湖,人工湖,景观湖,景观池,喷泉,河,鱼池,水景,深水区,游泳馆,pool,pond,lake,fountain,river,canal,deep end',
    states: `掉进,掉到,掉下,掉落,落入,跌进,跌入,栽进,滑进,滑下去,沉,扑腾,挣扎,不见了,没上来,浮,救生员,捞,不动了,fell,falls,fallen,slipped,sinking,sank,
      struggling,face down,floating,not moving,cant swim,pulled,went under,hasnt come up`,
  },
  // Violence 暴力
  {
    id: 'violence',
    hazard: 'violence',
    verdict: 'certain',
    states: `gunfire,shots fired,shooting at,被捅,捅了,捅人,堵我,要打我,别打了,喊别打,不让走,烧死你,拿棍,pushed her,pushed him,breaking stuff,in my garage,following me,followed me,斩死,斩人,踢门,汽油,捅锁眼,捅锁,泼硫酸,砸人,砸东西打,smashing the,shouting at people,with a hammer,trying open my,try open my,trying to open my door,try to open my door,with a bat,挥刀,持械,挥舞,开我的锁,开我家锁,开我家的锁,捅锁,砸锁,break in,break into,broken in,force his way,force their way,有刀,刀子,一把刀,拎着刀,举着刀,亮刀,围着打,围殴,追着打,追着砍,掐,扇耳光,揪头发,拖进,泼汽油,拿汽油,泼油漆,拿砖,拿酒瓶,拿锤,拿斧,拿钢管,被捅,打破头,打太太,打小孩,打孙,打妈,打他,打她,打我,又打,又在打,揍,摸我,脱裤,露下体,耍流氓,非礼,被跟,尾行,堵门,恐吓,进了人,进来了人,家里进人,有人进来,闯,撬,撬开,踹,砸我,砸窗,砸车,翻进来,翻阳台,爬上来,爬阳台,偷东西,正在偷,抢包,抢手机,抢钱,割伤,喊杀,杀人,打爆,郁手,打交,爆格,贼佬,lock picking,picking the lock,climbing in,climbed in,climbing through,through the window,crowbar,smashing the door,smash the door,banging the door down,kicking in,kicked in,hit me,hits her,slap*,choked,choking her,throttling,armed,bat,axe,hammer at,beat up,beats,beat his,beat her,beaten,grabbed,grabbing,dragging,dragged,pepper spray,exposed himself,groped,robbing,robbery,inside my house,in my house,in my flat,in my apartment,hurting her,hurting him,hiding in,burglary,持刀,拿刀,拿着刀,提着刀,带刀,动刀,砍人,砍伤,要砍,捅人,捅了,捅伤,行凶,杀人,入室,抢劫,被抢,有小偷,进小偷,小偷进,进贼,有贼,贼进,闯入,闯进,闯进来,冲进来,撬门,
      撬锁,撬我家,撬窗,撞门,砸门,踹门,踢门,爬进,翻进,翻窗,爬窗,家暴,打老婆,打孩子,打人,打架,斗殴,互殴,群殴,打起来,动手打,动手了,在打,殴打,挨打,被打,惨叫,
      喊救命,呼救,挟持,绑架,劫持,猥亵,强奸,性侵,掐脖子,勒脖子,掐住,拐走,抢走,抱走,要杀,持棍,拿棍,拿棒,拿铁棍,枪,
      with a knife,has a knife,holding a knife,knife,machete,gun,gunshot*,weapon,stab*,intruder*,burglar*,breaking in,break in in progress,broke in,broke into,
      breaking into,broken into,trying to break in,robbed,robber*,mugged,mugging,attacked,attacking,assault*,punch*,beating up,beating his,beating her,
      beaten up,beating,is hitting,hitting his,hitting her,hitting my,strangl*,kicking the door,kick the door,kick in,forcing the door,force the door,
      forced the door,prying,someone in my house,someone in my flat,someone in my apartment,stranger in my,man in my,kidnap*,hostage,
      rape*,raping,molest*,threatening to kill,kill me,kill her,kill you,fight broke out,fighting,fist fight,brawl*,domestic violence,screaming for help`,
  },
  {
    id: 'violence-doubtful',
    hazard: 'violence',
    verdict: 'suspected',
    states: `玻璃碎的声音,砸玻璃,玻璃被砸,stealing,shoot*,shots,shot,bat,bash*,hitting,拽,围着,变态,打得,打到,捅,不像住客,不是住客,不认识的人,不认识的男,没见过的人,徘徊,转来转去,晃悠,蹲在,躲在,坐了整天,坐了成日,赖着不走,按门铃,敲我门,试门,试密码,拍照,吵得,骂,动手,动没动手,推搡,叫骂,哭,摔,砸东西,loiter*,hanging around,sitting in the stairwell,sitting on the stairs,doesnt live here,not a resident,unknown man,unknown person,strange man,strange guy,weird guy,weird man,some guy,some man,trying keys,trying my door,tried my door,knocking on my door,fighting sounds,shouting,yelling,arguing,argument,row,crying,glass breaking,breaking glass,banging,thumping,masked,mask,hoodie,watching my,陌生人,可疑,形迹可疑,鬼鬼祟祟,跟踪,尾随,跟着我,威胁,吵得很凶,吵架,尖叫,哭喊,求救,摔东西,醉汉,喝醉,发酒疯,闹事,翻墙,踩点,拉我家门,转门把手,
      拧门把手,开我家门,试钥匙,偷窥,骚扰,小偷,贼,stranger*,suspicious,following me,followed me,stalk*,threaten*,scream*,yelling and,shouting and,prowler*,lurking,
      trying the door*,trying door*,door handle*,jiggling,drunk man,drunk guy,aggressive,thief,thieves,peeping,harass*,sounds like a fight,loud argument,
      someone outside my door,outside my door,smashing things,crying and`,
  },
  // Locked in 被锁
  {
    id: 'locked-in',
    hazard: 'locked-in',
    verdict: 'certain',
    states: `锁在天台,锁天台,锁在楼顶,锁在机房,锁在垃圾房,锁在车库,锁在楼梯间,锁在储物间,锁在地下室,锁车里,锁在仓库,被锁在,困在天台,困在楼顶,困在地下室,困在楼梯,困咗,关在楼梯间,关在仓库,锁死在,出唔来,出唔到,走唔出,locked on the roof,locked in the car,locked up in,locked in our,locked in my,stuck on the roof,stuck in the stairwell,stuck in the basement,stuck in the garage,stuck in the car,locked in,locked on,锁在里面,锁在屋里,锁在家里,锁在车里,锁在车内,锁在房间,锁在阳台,锁在厕所,锁在卫生间,锁在浴室,锁在里头,反锁在,关在屋里,关在阳台,关在房间,关在车里,
      关在厕所,关在卫生间,困在屋里,困在家里,困在车里,困在房间,困在阳台,困在卫生间,困在厕所,困在里面,被困,困住了,关在里面,关在家里,locked in the,locked inside,locked himself in,
      locked herself in,locked themselves in,locked on the balcony,trapped,trapped inside,trapped in,stuck inside,stuck in the bathroom,stuck in the toilet,
      stuck in the room,stuck on the balcony,locked in a,locked in her,locked in his`,
  },
  {
    id: 'kin-locked-in',
    hazard: 'locked-in',
    verdict: 'certain',
    things: `year old,month old,岁,${kin},有人,里面`,
    states: `锁屋,锁家,锁房,锁里,在里面哭,喊不应,inside alone,alone inside,is inside,door slammed,锁在,锁车,锁住,被锁,困在,锁到,反锁了,反锁,开不了门,开不到门,头卡,手卡,脚卡,locked in,shut in,alone inside,inside alone,head stuck,arm stuck,caught in,关在,困,出不来,卡在,卡住,卡进,夹住,夹在,打不开门,门打不开,一个人在家,独自在,locked,trapped,stuck,cant get out,cannot get out,wedged,
      cant open the door,jammed`,
    within: 'clause',
  },
  {
    id: 'inside-behind-a-door',
    hazard: 'locked-in',
    verdict: 'certain',
    things: `反锁,锁在外面,锁在门外,锁上了,门锁了,门关上了,门带上了,门打不开,门锁打不开,打不开门,进不去,门开不开,locked out,door locked,locked himself,locked herself,door shut,door closed,locked behind,
      slammed shut,lock jammed,door jammed,keys inside`,
    states: `${kin},灶上,炉子上,锅还,煮着,炖着,煤气开着,火还开着,还开着火,开着火,没关火,stove on,stove is on,cooking,pot on,oven on,food on`,
  },
  {
    id: 'locked-doubtful',
    hazard: 'locked-in',
    verdict: 'suspected',
    states:
      '反锁,反锁了,出不来,出不去,困住,关住了,被关,拍门,locked in,cant get out,cannot get out,stuck inside,banging on the door',
  },
  // Water 水
  {
    id: 'burst',
    hazard: 'water',
    verdict: 'certain',
    states: `main has gone,main has burst,pipe has gone,hose has gone,valve has gone,up to the switchboard,up to the sockets,up to the socket,跑水,滋水,滋得,呲水,飙水,射水,水浸,浸晒,浸了,浸到,瓢泼,水深,小河,成池塘,满屋水,一屋子水,一屋水,屋里全是水,桶都接不,盆都接不,接不过来,来不及接,漏成,漏水像,水往下淌,往下淌水,爆水管,爆水喉,水喉爆,爆喉,漏紧水,喷紧水,发水,水灾,busted pipe,busted,bursted,bust a pipe,bust pipe,pipe bust,leaking badly,leaking really bad,leaking like crazy,leak is really bad,leaking heavily,massive leak,huge leak,major leak,big leak,water all over,water is coming,water gushing,water rushing,water running down,water run down,raining inside,raining in my,drenched,waterlogged,submerged,water rising,water is rising,爆管,水管爆裂,水管爆开,水管爆了,水管爆,水管炸,管子爆,水管破裂,水管断,水管裂,管道爆,管道破裂,严重漏水,漏水严重,漏水很严重,漏水好严重,漏水特别严重,漏水很厉害,漏水厉害,漏得厉害,
      漏水很大,漏水好大,漏得很大,漏得很严重,大量漏水,狂漏,水漫,水淹,淹水,被淹,淹了,淹进,淹到,快淹,要淹,泡了水,泡水,灌水,进水了,发大水,喷水,狂喷,水柱,水流成河,
      水帘洞,成水帘,水漫金山,漫出来,漫到,漫进,漫过,成了河,成河,成泳池,成游泳池,变成河,下大雨一样,burst pipe*,pipe burst*,pipe has burst,pipes burst,burst water,water main,
      flood,floods,flooding,flooded,gush*,water everywhere,water is everywhere,pouring water,water pouring,water is pouring,water spraying,
      water coming through,water pouring through,ankle deep,knee deep,inches of water,inch of water,under water,swimming pool in,like a waterfall,waterfall`,
  },
  {
    id: 'water-runs',
    hazard: 'water',
    verdict: 'certain',
    things: `地暖,地板,水管子,进水软管,水流,${pipes}`,
    states: `冒水,咕嘟,漂起来,往下灌,哗哗下来,飞溅,蹿,窜,比人高,flew off,blew off,has split,thru the ceiling,through the roof,run so strong,so strong,流得满,满屋,满屋子,一屋,一屋子,淌,往下淌,顺着,滋,滋出来,呲,飙,射,射出来,冲出来,喷得,灌,灌到,浸,深,瀑,往外喷,泡,泡到,泡着,漫到,满了,溢,溢出来,爆出来,跑,跑出来,漏得到处,漏个不停,漏不停,越漏越大,越来越大,很大,好大,倒下来,哗哗地,like a shower,full of water,overflow*,running out,rush*,soaking,soaked,flying,fountain,inches,keeps running,keeps coming,down the wall,downstairs,into the flat below,flowing,爆,爆了,爆裂,爆开,炸,炸了,炸开,崩了,崩开,断了,断掉,断裂,裂开,裂了,喷,狂喷,喷出来,喷涌,涌,涌出,涌进来,哗哗,哗啦,哗啦啦,止不住,关不上,关不住,关不掉,关不了,
      关不紧,停不下来,停不了,漫,没过,脚踝,膝盖,小腿,像瀑布,瀑布,像下雨,下雨一样,像喷泉,往下灌,灌进,倾泻,往外冲,直冲,狂流,直流,一直流,流得到处,流到楼下,流下来,往下流,
      往楼下流,流到,满地,一地,地上全是,到处都是,全是水,都是水,滴到电,流进,流到电,burst*,broke,broken off,snapped,exploded,blew,pour*,spray*,shoot*,squirt*,rushing,cascad*,
      everywhere,rising,wont stop,cant stop,cant turn off,cannot turn off,wont turn off,wont shut off,cant shut,cannot shut,streaming,running down,
      all over,coming through,coming out of,coming in,coming down,coming from the ceiling,through the ceiling,through the light,split,came off,gallons,buckets,
      out of control,nonstop,non stop,full blast`,
  },
  {
    id: 'water-at-electricity',
    hazard: 'water',
    verdict: 'certain',
    things: `${wiring},电梯,电梯井,电梯机房,elevator shaft,lift shaft,lights,light`,
    states:
      '漏水,进水,滴水,渗水,流水,灌水,泡水,淹,漏下来的水,leaking,dripping,flooded,water leaking,water dripping,water coming',
    immune: ['minor'],
  },
  // A dripping pipe or tap is an ordinary repair. Where water drips from above, the ceiling may be about to
  // fall.
  {
    id: 'water-drips-from-above',
    hazard: 'water',
    verdict: 'suspected',
    things: above,
    states: '滴水,在滴,滴滴,滴下来,滴得,dripped,drip*',
    within: 'clause',
  },
  {
    id: 'water-in-rooms',
    hazard: 'water',
    verdict: 'suspected',
    things: rooms,
    states: `鼓了个包,鼓包,里面有水,水痕,湿了,潮得,soft bulge,water bulge,wet,water stain,漏水,漏下来,渗水,漏,渗,积水,进水,水渍,湿透,leak*,seep*,puddle*,water coming,soaked,wet patch,damp patch,standing water,coming through`,
    within: 'clause',
  },
  // Sewage 污水
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
  // Safety systems 消防与门禁
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
  // Other 其他
  {
    id: 'weak-signs',
    hazard: 'other',
    verdict: 'suspected',
    weak: true,
    states: `出不来,出不去,下不来,开不了门,气还在,上不来,喊不应,血,塌,砸,炸,喷,涌,淹,漫过,漫出,漫到,烧着,刀,毒,掐,撬,踹,抢,勒,咬,夹住,卡住了,撞了,撞到,哭,尖叫,惨叫,爆了,掉下来,断了掉,滚烫,
      冒出来,满屋,满地,轰的一声,砰的一声,嘭的一声,一声巨响,巨响,求助,不说话了,没声了,不动弹,够不着,锁死,被关,闻见,气还在,
      hurt,stuck,trapped,leaking,exploded,scream*,crying,fell,attack*,stole,stolen,pushed,crushed,collapse*,dangerous,loud bang,loud crash,cant stop,
      blood,burn*,shut inside,cant breathe,wont stop,unsafe,hanging`,
  },
  {
    id: 'kin-in-need',
    hazard: 'person',
    verdict: 'suspected',
    weak: true,
    things: `${kin}`,
    states:
      '哭,不说话,没动静,砸,掉,倒,够不着,里面,锁在,锁死,锁上,关在,叫不,喊不,抖,紫,shut,inside,crying,alone,fell,hurt,shaking,hit',
    within: 'clause',
  },
  {
    id: 'weak-smells',
    hazard: 'gas',
    verdict: 'suspected',
    weak: true,
    states: `味儿老大,味儿大,味儿冲,味儿挺,老大味,大味,系味,是味,有味,怪味,异味,臭味,刺鼻,呛,焦,煳,毒气,气出来,有气出,漏气,跑气,点不着,没点着,点唔着,
      stinks,stink,reek*,fumes,strange smell,weird smell,funny smell,bad smell,strong smell,chemical smell,awful smell,odd smell,horrible smell,smells bad,smells weird,
      smells strange,smells funny,smells like,smell something,can smell,smelling`,
  },
  {
    id: 'weak-stove',
    hazard: 'gas',
    verdict: 'suspected',
    weak: true,
    things: '灶,炉,煤气,燃气,瓦斯,气表,气管,气阀,罐,stove,cooker,hob,gas,oven,burner,cylinder,knob',
    states:
      '味,响,出气,气出,拧开,没关,自己灭,灭了,没点,点不,关不,熄,on by itself,went out,no flame,smell*,noise,sound*,leak*,left on,turned on,turned the',
  },
  {
    id: 'weak-heat',
    hazard: 'fire',
    verdict: 'suspected',
    weak: true,
    states: `还在烧,红通通,通红,红彤彤,火光,发红,团火,火星,火苗,有火,的火,烧红,冒气,冒热,冒泡,烤得,烫得,发烫,很烫,好烫,噼里啪啦,噼啪,劈啪,啪啪,砰砰,caught,put it out,caught light,lit up,alight,glow*,
      crackl*,sizzl*,popping,orange light,red light inside,heat coming,very hot,so hot,too hot,boiling over,steam,candle`,
  },
  {
    id: 'weak-current',
    hazard: 'electricity',
    verdict: 'suspected',
    weak: true,
    states: `会麻,发麻,都麻,很麻,好麻,麻了,麻麻,嗞,滋滋,吱吱,嗡嗡,啪一声,啪的一声,啪一下,一直闪,忽明忽暗,跳闸,短路,电线,buzz*,humming,hums,flicker*,numb,tingl*,zap*,bites me,bit me,
      tripping,trips,wires,live wire`,
  },
  {
    id: 'weak-structure',
    hazard: 'structure',
    verdict: 'suspected',
    weak: true,
    states: `裂,鼓出,鼓起,鼓包,鼓了,歪了,歪着,歪向,斜了,斜着,倾斜,钢筋,掉灰,灰直掉,直掉灰,掉渣,掉块,掉皮,咔咔,咔嚓,嘎吱,咯吱,下陷,陷了,沉了,塌,弯了,变形,爆开,coming away,come away,
      pulling away,pulled away,crack,cracks,cracked,cracking,sagg*,bulg*,tilt*,leaning,creak*,sunk,sinking,shift*,gap,swaying,swinging,came down,coming down,come down,
      fell,falling,broke off,half off,about to`,
  },
  {
    id: 'weak-falling',
    hazard: 'falling',
    verdict: 'suspected',
    weak: true,
    states:
      '摇摇,晃来晃去,晃荡,摇晃,吊在,吊着,悬在,悬着,挂在外,要掉,快掉,往下掉,掉下,掉落,要下来,快下来,飞下,飞出,吹走,吹下,掀,倒下,倒了,要倒,快倒,断了,快断,从天上,从上面',
  },
  {
    id: 'weak-person',
    hazard: 'person',
    verdict: 'suspected',
    weak: true,
    states: `踩空,头晕,晕,想吐,在吐,吐了,吐得,喘,憋,抽,瘫,发软,腿软,软在,躺在,躺着,摔,跌,发抖,痛得,疼得,肚子疼,肚子痛,胸,脸红得,脸白,脸色,发白,发青,发紫,脸发黑,脸都黑,煞白,昏,不醒,不动,动不了,动不到,爬不,
      爬出,爬到,爬上,站不,起不来,说不出,说胡话,想睡觉,没反应,没动静,没声音,没出来,没开门,没出门,没见,不开门,不见了,找不到,找不着,没人应,没回应,不回应,叫不,喊不,流血,烫着,烫到,
      割到,夹到,夹着,卡到,卡着,拔不出,漂着,漂在,浮着,浮在,沉,淹,窗外,栏杆外,天台,楼顶,想死,活不,遗书,大肚子,孕妇,一个人在家,独自,没人管的小孩,自己在家,not wake,
      not waking,dont wake,doesnt wake,wont wake,not move,not moving,dont move,doesnt move,fall down,falls down,fell down,fallen,lying,on the floor,on the ground,faint,dizzy,sick,vomit*,
      throwing up,shaking,pale,in pain,pain,hurts,bleeding,cut himself,cut herself,cut my,unwell,not well,sleepy,confused,swallowed,breath,breathe,breathing,not answering,no answer,
      doesnt answer,not seen,havent seen,floating,in the pool,in the water,out of the window,on the roof,ledge,climb*,alone,pregnant,unattended,by the arm,by the leg,snake*,wasp*,hornet*,bees,马蜂,黄蜂,蜂窝,有蛇,蛇,droopy,not making sense`,
  },
  {
    id: 'weak-threat',
    hazard: 'violence',
    verdict: 'suspected',
    weak: true,
    states: `裸体,没穿衣服,forced,loading stuff,斩,砍,捶,砸,踹,撞门,拍门,敲门,拧门,拧我门,拧我家,拧把手,门把手,猫眼,陌生,不认识,生面孔,躲,匿,跟着,跟踪,尾随,追,闯,撬,翻墙,爬窗,威胁,家伙,拿着,打我,打人,打架,打起来,动手,救,
      惨叫,尖叫,哭声,哭喊,喊叫,在喊,大喊,banging,stranger*,unknown man,unknown person,following,followed,hiding,hide,scared,afraid of him,threat*,yelling,shouting,
      screaming,scream,fight,fighting,weapon,somebody at,someone at,someone is at,someone is trying,trying to get in,trying to open,get in my,break the`,
  },
  {
    id: 'weak-shut-in',
    hazard: 'locked-in',
    verdict: 'suspected',
    weak: true,
    states: `出不,出唔,出来不,走不出,下不去,下不来,上不来,关在,锁在,困,被锁,反锁,卡住,卡在,卡死,夹住,停在,门不开,门开不,开不了门,打不开门,门打不开,里头有,里面有,里头还有,里面还有,里面的人,门开了一半,
      wont open,wont let,not opening,doesnt open,dont open,cant open,can not open,no open,cant get out,get out,get me out,let me out,let us out,stuck,trapped,locked,jammed,wedged,between floors,halfway,
      inside it,still inside,are inside,is inside,in the lift,in the elevator,in lift,lift stop*,elevator stop*,no move`,
  },
  {
    id: 'weak-water',
    hazard: 'water',
    verdict: 'suspected',
    weak: true,
    things: '水,污水,水管,暖气,天花板,管,water,pipe,hose,tank,ceiling,toilet,drain,radiator,tap,valve,washing machine',
    states: `冲,喷,涌,漫,淌,灌,流,满,涨,漏,渗,溅,爆,崩,断,裂,脱,没过,进来,到处,停不,止不,关不,插座,到楼下,到邻居,冒,漂,用盆,用桶,接着,比昨天,strong,fast,run,runs,running,ran,come out,came out,came off,come down,
      comes down,coming,everywhere,cant stop,not stop,neighbor,neighbour,downstair*,floor,leak*,pour*,spray*,ris*,socket,electric*,broke*,burst*,off the`,
  },
  {
    id: 'weak-worse',
    hazard: 'other',
    verdict: 'suspected',
    weak: true,
    states: `比昨天,比刚才,又大了,还在涨,还在流,还在冒,一直往,一个劲,止不住,停不下来,控制不住,扩散,蔓延,漫延,好吓人,吓人,吓死,好怕,害怕,怕死,慌,急急,十万火急,很急,好急,咋整,咋办,咋弄,点算,怎么办啊,
      怎么办呀,怎么办!,怎么搞啊,点办,求求,帮帮,快点!,快点啊,快点呀,快一点,快些来,赶紧,赶快,快来人,快来,出事,死人,要死,危险,不得了,不好了,坏了坏了,天啊,天哪,我的妈,夭寿,糟了,完了,!!,
      more and more,bigger and bigger,spreading,rising,higher and higher,hurry,come quick,quickly,fast please,please come,come please,come fast,emergency,urgent*,right away,
      immediately,scared,terrified,panic*,frighten*,oh my god,omg,oh god,oh no,what we do,what do we do,what i do,what to do,dont know what to do,dying,die,dead,danger`,
  },
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

export const signRules: readonly SignRule[] = [
  {
    sign: 'now',
    words: `现在,正在,刚刚,刚才,刚,突然,忽然,一下子,一直,还在,仍在,在冒,不停,不断,越来越,此刻,这会儿,眼看,已经,马上,今晚,今早,今天早上,今天,刚起床,半夜,凌晨,开始,正,
      now,right now,just,currently,still,suddenly,keeps,keep,tonight,this morning,this minute,as we speak,already,getting,at the moment,all of a sudden,
      started,starting,there is,theres,has just,were,is,are,has`,
  },
  {
    sign: 'severe',
    words: `严重,厉害,很大,好大,太大,特别大,巨大,越来越,到处,全是,都是,满屋,满地,一屋子,整个,很浓,好浓,太浓,刺鼻,呛,止不住,停不下来,狂,猛,好多,很多,大量,吓人,可怕,吓死,
      heavily,everywhere,badly,really bad,thick,full of,whole,massive,huge,getting worse,fast,pouring,so strong,very strong,so much,lots of,serious,severe,
      out of control,loud,big`,
  },
  {
    sign: 'urgent',
    words: `紧急情况,急事,hurry please come,come quickly,what i do,赶紧来,赶紧派,赶快派,赶快来,赶紧拦,速来,快快,快啊,快呀,要出事,出事了,顶不住,不敢,不敢进,吓死,快D,快啲,即刻,send send people,danger,at risk,help,come fast,快来,快点来,快派人,快叫人,快上来,快下来,快过来,快救,赶紧来,赶快来,赶紧派人,赶快派人,赶紧过来,立刻派人,马上派人,马上过来,马上来,火速,救人,
      危险,要命,来不及,撑不住,撤,
      urgent*,come now,come quick,send someone,send somebody,need someone,somebody come,
      someone come,dangerous,evacuate,evacuating,get out,what do i do,what should i do,please come`,
  },
  {
    sign: 'plea',
    words: `叫消防车,消防车快,叫消防,送医院,送医,快叫车,叫救护,快救救,快救人,人要不行,快不行了,不行了,报警,call ambulance,call an ambulance,need an ambulance,need police,need the police,save him,save her,dying here,going to die,救命,快来人,来人啊,来人呐,救人,救护车,叫120,打120,拨120,打119,打110,报火警,报警了,快报警,叫警察,要出人命,出人命,快救,快来救,
      help me,help us,please help,call 911,call 999,call 112,call 119,call 120,ambulance,paramedic*,fire brigade,call the police,call police,
      call the fire,send help,need help now,sos,mayday,save us,save me,for gods sake,help!`,
  },
  {
    sign: 'person',
    words: `有人,人,我,我们,咱,他,她,${kin},老公,老婆,邻居,保安,师傅,业主,住户,me,my,we,us,he,she,someone,somebody,man,woman,people,neighbor*,neighbour*,guy,lady,i,im,
      our,them,guard,tenant*`,
  },
  {
    sign: 'place',
    words: `家里,家,厨房,客厅,卧室,阳台,楼,栋,单元,室,层,号楼,楼道,走廊,车库,地库,地下室,大堂,门口,电梯,小区,花园,屋,房,院,厕所,卫生间,浴室,
      kitchen,bathroom,bedroom,living room,flat,apartment,floor,building,block,tower,stairwell,stairs,hallway,corridor,lobby,garage,basement,
      roof,balcony,car park,parking,house,home,unit,room,gate,entrance,lift,elevator,door`,
  },
  {
    sign: 'hedge',
    words: `快脱落,快要脱落,要脱落,快掉了,快要掉了,好像,似乎,可能,疑似,怀疑,感觉,觉得,不确定,不知道是不是,不晓得是不是,不清楚是不是,是不是,会不会,有点,有一点,有些,隐隐,隐约,偶尔,有时,时不时,一阵一阵,淡淡,似有,大概,
      也许,说不定,貌似,应该是,不太确定,稍微,微微,好似,若有若无,有股,有一股,是否,要不要紧,
      maybe,might,may be,think,thought,seem*,looks like,look like,sort of,kind of,kinda,not sure,unsure,possibly,perhaps,faint,slight,slightly,sometimes,
      occasionally,on and off,a bit,a little,wonder*,could be,could it be,is it,is that,is this,sounds like,smells like,feels like,probably,suspect*,
      intermittent*,weird,strange,odd,funny,every now and then,once in a while,should i,guess,appears`,
  },
  {
    sign: 'routine',
    words: `等太久,高峰,牵绳,遛狗,床垫,mattress,left a,柜门,蚊,占了,被占,坏,不亮,亮着,费电,镜子,碎了一角,堵了,堵住了,修,装,开锁,帮忙,out of order,is out,out again,broken,not working,doesnt work,doesnt turn on,isnt working,wont turn on,stopped working,blocking the,block the,someone give,help me with,广告,声音太大,每天晚上,天天,每次,every evening,every night,every week,every day,each week,太小,太慢,太少,么,呢,?,请,麻烦,谢谢,多谢,感谢,辛苦,您好我想,想,建议,投诉,意见,希望,能不能,可不可以,能否,可以,需要,推荐,申请,办,开证明,证明,借,租,停车,车位,快递,外卖,包裹,取件,信箱,会议室,健身房,泳池开,活动,报名,广场舞,
      音乐,噪音,噪声,吵得,太吵,很吵,好吵,吵死,睡不着,装修,电钻,油烟,抽烟,烟味,狗叫,狗一直叫,狗屎,狗粪,蚊子,蟑螂,老鼠,垃圾桶太,垃圾没人,垃圾车,垃圾分类,倒垃圾,清运,卫生,清洁,打扫码,扫,保洁,绿化,草坪,开花,花园,花开,路灯,灯泡,声控灯,太亮,门禁卡,门卡,
      密码,手机号,wifi,网络,网速,宽带,快点回,回复,态度,物业费,发票,收据,退,押金,账单,缴,交费,通知,公告,群,什么时候,几点,怎么办理,怎么交,多少,哪里,在哪,贵,价,元,块钱,下周,明天,下午,周末,有空,预约,
      坏了,想换,换个,换一,更换,换成,补办,配一把,掉色,掉漆,影响美观,难看,脏,味道有点,水压,停水,停电通知,热水慢,冷气不,不够冷,不方便,不好用,不灵,笑,哈哈,开心,好看,漂亮,电影,新闻,
      please,pls can,could,can you,can i,can we,would,thanks,thank you,cheers,kindly,like to,want to,wants to,when,where,which,how much,how do,how long,what time,why,is there,do you,does the,are you,may i,request,suggest*,
      complain*,feedback,noise,noisy,loud music,too loud,music,party,parking,parked,park,parcel*,package*,delivery,courier,mail,letter,letterbox,invoice*,receipt*,bill,bills,fee,rent,lease,contract,book,booking,appointment,schedule*,
      quote,refund*,deposit,pay,paid,payment,form,card,fob,remote,wifi,internet,email,phone number,password,app,website,gym,pool opens,pool hours,class,event,garden,plants,flowers,bin day,recycling,bins,rubbish,dog mess,bark*,
      barking,smokes,smoker*,bulb,light bulb,paint,painting,carpet,cleaning,leaves,next week,this week,tomorrow,weekend,monday,tuesday,wednesday,thursday,friday,saturday,sunday,whenever,no rush,
      no hurry,sometime,squeak*,slow,quiet,replace,replacement,upgrade,lovely,nice,great,love,slightly,a little,a bit,rude,guard was,minor,my lost`,
  },
  {
    sign: 'event',
    words: `有人,他,她,${kin},someone,somebody,he,she,we,us,people,man,woman,guy,snake,刚,突然,忽然,一下子,半夜,凌晨,里面,里头,快快,
      suddenly,tonight,all of a sudden,there is,theres,inside,gone,weird`,
  },
  { sign: 'present', words: 'is,are,has,have,were,was,got,keeps' },
  { sign: 'again', words: '又来,又开始,再度,又,再次,复发,还是,again,back again,once more,still' },
];

export const cutRules: readonly CutRule[] = [
  {
    id: 'negation',
    cut: 'negation',
    where: 'before',
    words: `没有,没,无,未,没人,没有人,no one,noone,nobody was,nobody is,未见,未发现,并未,并非,并没有,不是,不存在,毫无,绝无,从未,从来没有,排除,别说,不会,不像,no,not,without,isnt,arent,wasnt,dont,doesnt,didnt,
      never,nothing,none,no sign of,neither,nor,havent,hasnt,cant smell,cant see,wont be,nobody`,
  },
  { id: 'negation-adjacent', cut: 'negation', where: 'adjacent', words: '不,不再,不会再,没再,别,勿,禁,禁止' },
  {
    id: 'ended',
    cut: 'ended',
    where: 'clause',
    words: `smell has gone,smoke has gone,water has gone,it has gone,has gone away,has gone down,has gone off,got out fine,got out ok,got out okay,came out fine,got out after,已经赔了,赔过了,got stuck in may,已经换,手滑,没事没事,不用来人,不用来了,不用派人,别来了,没有了,没味了,没味道了,没烟了,不漏了,不冒了,不滴了,不响了,灭了,扑灭,熄灭了,散了,散掉了,修好,修复,修完,修过了,解决了,已解决,处理好,处理完,处理过了,处理掉了,
      恢复,解除,虚惊,搞定,弄好,换好了,换过了,补好了,清理完,清理干净,结束了,没事了,好了,人出来了,们出来了,都出来了,已经出来了,自己出来了,后来出来了,就出来了,放出来了,救出来,已排除,排除了,已经关好,止住了,停了下来,修理好,
      fixed,repaired,resolved,sorted,gone now,is gone,put out,extinguished,false alarm,all clear,went away,stopped leaking,has stopped,no longer,
      was rescued,got out safely,taken care of,under control,dealt with,replaced,patched,cleaned up,over now,is over,all good,all fine,back to normal,turned out`,
  },
  {
    id: 'hypothesis',
    cut: 'hypothesis',
    where: 'clause',
    words: `如果,假如,假设,万一,要是,倘若,若是,一旦,以防,防止,防范,预防,避免,以免,免得,担心,怕,害怕,生怕,容易,隐患,风险,会不会有,遇到,发生时,时应该,的时候应该,的话,
      将来,有没有可能,if,in case,in the what if,would,prevent*,avoid*,worried,worry,afraid,risk,suppose,hypothetical*,potential*,whenever,in future,
      in the future,someday,one day,next time,should there,unless,before it,before they,before something,ever`,
  },
  {
    id: 'past',
    cut: 'past',
    where: 'clause',
    words: `in january,in february,in march,in april,in may,in june,in july,in august,in september,in october,in november,in december,in spring,in summer,in winter,those days,months back,weeks back,weeks before,上周,上星期,上个星期,上礼拜,上个礼拜,上个月,上月,上次,上回,去年,前年,前天,前几天,前阵子,前段时间,前些天,前些日子,之前,以前,从前,曾经,曾,早就,当年,当时,那次,那年,那天,年前,月前,
      天前,周前,小时候,昨天,昨日,昨晚,往年,last week,last month,last year,last night,last time,last winter,last summer,last spring,last autumn,yesterday,
      ago,previous,previously,used to,back in,earlier this year,earlier this month,in the past,once had,years back,the other day,other week,
      last monday,last tuesday,last wednesday,last thursday,last friday,last saturday,last sunday,last january,last february,last march,last april,last june,last july,
      last august,last september,last october,last november,last december,`,
  },
  {
    id: 'price',
    cut: 'price',
    where: 'clause',
    words: `想装,要装,安装费,书面,the book a,to book,can i order,请报价,开锁费,多少費,押金,会议室,a rate,price,报价,收费,费用,账单,帐单,缴费,交费,缴纳,充值,欠费,单价,涨价,涨了,优惠,打折,发票,收据,报销,预约,想买,购买,采购,订购,买个,买一个,换购,办理,申请安装,想装,
      加装,更换,招标,合同,租金,押金,退款,退费,物业费,分摊,公摊,水费,电费,燃气费,煤气费,瓦斯费,天价,缴款,贵,很贵,price*,quotes,quotation,invoice*,bill,bills,billed,
      charge,charged,charges,fee,fees,cost,costs,how much,tariff*,meter reading*,payment*,pay,paid,deposit,refund*,receipt*,discount*,buy,buying,purchase*,
      install,installed,installing,installation,upgrade,booking,schedule,scheduled,appointment,expensive,budget,estimate,contract,overcharg*,
      recommend,recommendation*`,
  },
  {
    id: 'insurance',
    cut: 'insurance',
    where: 'clause',
    words: `保险,投保,保单,理赔,赔偿,赔付,索赔,赔钱,补偿,赔给,赔我,责任险,财产险,家财险,火险,定损,insur*,compensat*,claim,claims,claiming,reimburse*,liab*,
      adjuster,damages,coverage,covered by,landlord insurance`,
  },
  {
    id: 'drill',
    cut: 'drill',
    where: 'clause',
    words: `drill,drills,放的烟,贴通知,通知上,发通知,的通知,通知说,通知写,公告写,写着,写的是,宣传单,活动室,小区活动,教育片,fire test,alarm test*,testing the,a test,test of,this is a test,weekly test,演习,演练,培训,讲座,宣传,宣导,公告,海报,传单,手册,课程,比赛,知识,须知,注意事项,贴了,学习,考试,测试,检测,检查,年检,年审,巡检,维保,保养,例行,误报,误触,
      误按,安检,试水,试喷,模拟,training,leaflet*,poster*,lecture*,course,workshop,seminar,testing,tested,notice,brochure*,handbook,guidelines,
      awareness,inspection*,inspect*,annual,maintenance,certificate*,exercise,rehears*,campaign,newsletter,regulation*,simulation,safety week,
      open day,event`,
  },
  {
    id: 'news',
    cut: 'news',
    where: 'clause',
    words: `听歌,看书,那本书,那首歌,新闻说,剧里,片子,综艺,科普,直播间,短视频,新闻,报道,报导,听说,据说,朋友圈,视频里,看视频,视频上,抖音,电影,小说,电视剧,电视里,电视上,游戏,网上,微博,公众号,别的小区,其他小区,隔壁小区,外地,剧情,故事,台词,纪录片,
      新闻里,文章,帖子,转发,群里说,群里转,网上说是,听人说是,新闻说是,news,article*,read about,read that,movie*,film,films,tv show,episode,novel,documentary,youtube,tiktok,facebook,video game,
      story,stories,song,other estate,another estate,another building,other building,heard about,heard that,in the paper,newspaper,podcast,report about,
      headline*,series,watched,watching,lyrics,quote`,
  },
  {
    id: 'question',
    cut: 'question',
    where: 'clause',
    words: `借个,借一个,借一下,能借,可以借,when will,when is,when are,when do,when does,when can,where is,where can,where do,where should,where to,请问,咨询,想问,问一下,问下,想了解,了解一下,在哪,什么时候,几点,几月,哪天,多久,是什么,什么意思,什么原因,怎么用,怎么买,怎么办理,怎么申请,怎么投诉,谁负责,归谁,谁来,
      怎么走,怎么收,怎么算,怎么选,怎么装,怎么报,如何,有没有规定,规定,能不能装,可不可以,可以吗,能否,需要吗,要不要,电话是多少,电话号码,联系方式,建议,希望,
      which,what does,what is,whats the,how do i,how to,how often,how long,who is responsible,who do i,is it allowed,am i allowed,are we allowed,
      is it ok,is there a rule,can i,may i,could you tell,could you explain,explain,wondering wondering if,suggest*,would like to know,want to know,
      procedure,whose responsibility,does the,do you have,do we have,are there,is there a,is there any`,
  },
  {
    id: 'equipment',
    cut: 'equipment',
    where: 'clause',
    words: `器没电,电池没电,烟感没电,电池没电,低电量,换电池,电量不足,滴一声,滴滴响,嘀嘀响,每隔,间歇,过期,到期,失效日期,有效期,灭火器,贴纸,标志,标识,标签,指示灯,坏了要换,换新,
      chirp*,low battery,battery low,batteries,new battery,every minute,every 30,every few,expired,expiry,expires,extinguisher*,sticker,label,every hour,
      hinge*,rusty,squeak*,out of date,replace the battery,needs replacing,wont close,faulty detector,malfunction*`,
  },
  {
    id: 'minor',
    cut: 'minor',
    where: 'clause',
    hazards: ['water', 'sewage', 'structure', 'falling'],
    words: `把手,有点起泡,起泡,都可以,下周,下礼拜,改天,放个碗,拿个碗,come whenever,put a bowl,not a big deal,nothing serious,next week,滴滴答答,嘀嗒,滴答,慢慢滴,慢慢渗,慢慢,轻微,少量,一点点,一点水,小裂纹,细裂,细小,小裂缝,头发丝,发丝,不急,不着急,有空,方便的时候,抽空,不影响使用,
      水渍,一小块,一小片,小小,抽屉,柜门,slow drip,slowly,a few drops,drop by drop,minor,tiny,little,no rush,not urgent,no hurry,
      whenever you,when you can,when convenient,hairline,stain,
      every few,drops a,cosmetic,washer`,
  },
  {
    id: 'minor-water',
    cut: 'minor',
    where: 'clause',
    hazards: ['water', 'sewage'],
    words: `有点渗,有点漏,有点堵,有点潮,leaks a bit,leaks a little,leaking a bit,leaking slightly,a bit of water,把手,空调,冷气,冷凝,花洒,雨遮,雨棚,水龙头,龙头,滴几滴,有一点潮,一点潮,滴到,洗菜盆下面,接着呢,吵,shower head,showerhead,aircon,air con,空调滴水,冷气滴水,受潮,返潮,潮湿,发霉,霉点,冷凝水,drips a,dripping tap,dripping faucet,tap drip*,tap is dripping,condensation,damp,mould,mold,washer,once a`,
  },
  {
    id: 'cigarettes',
    cut: 'name',
    where: 'clause',
    hazards: ['fire'],
    words:
      '抽烟,吸烟,二手烟,油烟味,油烟飘,饭店油烟,油烟大,油烟很,油烟重,油烟太,烧烤味,饭菜味,炒菜,香烟,抽的烟,食烟,smoker*,cigarette*,vape*,vaping,weed,cooking smell*',
  },
  {
    id: 'metaphor',
    cut: 'metaphor',
    where: 'clause',
    words: `简直,堪比,离谱,烂爆,气得,气死,气炸,生气,火气,发火,上火,恼火,冒火了我,心里,心情,脾气,热情,生意,销量,业绩,股票,房价,股市,人气,流量,直播,话题,讨论,评论,网友,比喻,
      朋友圈都,群里,微信群,业主群,论坛,帖子,热搜,舆论,八卦,爱情,感情,事业,运势,team,sales,forum,group chat,chat,inbox,my phone,internet,market,debate,emails,messages,
      complaints,comments,paperwork,my heart,career,crush,stock*,economy,deadline*,gossip,social media,hot topic,laugh*,exam*,
      homework,workload,my head,information,rumour*,rumor*,secret*,price,prices,jokes,joking,metaphor*,so to speak,figuratively,temper,mood,queue,
      on hold,traffic,boredom,thread`,
  },
  {
    id: 'names',
    cut: 'name',
    where: 'name',
    words: `吵得受不了,吵得睡不着,吵得没法,吵得人,吵得慌,吵得头疼,吵得要命,门铃没声音,对讲没声音,喇叭没声音,音响没声音,电视没声音,钥匙不见了,门卡不见了,卡不见了,包裹不见了,快递不见了,东西不见了,车不见了,网络断了,网断了,信号断了,宽带断了,返味,反味,返臭,反臭味,着火了似的,着火似的,着了火似的,被电信,被电话,玻璃碎了,补一块,flickering light*,lights are flickering,light is flickering,lights in the corridor are flickering,lights flicker*,抽空,抽时间,抽屉,抽纸,抽水,抽查,抽签,抽奖,抽风机,抽湿,卡住，要按,按钮卡住,按键卡住,拉链卡住,抽屉卡住,纸卡住,反锁不,反锁不了,反锁不上,反锁有点,反锁不顺,crack in my mirror,crack in the mirror,crack in my bathroom mirror,cracked mirror,cracked screen,crack in my phone,crack in the tile,on the roof terrace,on the roof garden,toilet runs,runs for a while,游戏输了一直喊救命,跑来跑去,晾衣杆断了,衣架断了,把手断了,椅子断了,像要塌,要塌了一样,要塌似的,跟要塌,像地震,像打仗,像打雷,像杀猪,像杀人,像爆炸,烤肉的烟,烤肉的煙,烤肉煙,烧烤的烟,炒菜的烟,做饭的烟,barbecue smoke,bbq smoke,barbeque smoke,smoke from the barbecue,smoke from the bbq,smoke from his bbq,cooking smoke,smoke from cooking,water pistol*,shooting water,shooting hoops,shooting baskets,shooting a video,shooting photos,photo shoot*,stealing my parcel*,stealing parcel*,stealing my package*,stealing package*,stealing the show,steals my parcel*,dead battery,dead bulb,dead link,dead plant*,dead pigeon*,dead bird*,dead mouse,dead rat*,dead leaves,roof terrace,roof garden,crackles a,crackly,辐射,菜刀丢,一把菜刀,喷水池,baby shower,having a baby shower,主要是,只要是,在打电钻,打电钻,在打孔,在打电话,在打麻将,在打球,在打游戏,在打扫,在打牌,在打篮球,在打桩,在打羽毛球,在打鼓,扫码没反应,按键没反应,淹没了,刷屏,fell off the shelf,fell off the table,fell off the wall,困在会议,被困在会,被困在路,烧烤,喷漆,喷绘,浪漫,抢车位,抢购,抢票,抢红包,抢单,急救箱,撬棍,漫步,刀闸,消毒,毒蘑菇,除四害,杀毒,哭笑不得,哭穷,help me understand,help with,help me book,help desk,help me find,please help me with,stuck to,stuck on my door,stuck in may,stuck key,hanging out,hanging pictures,hanging basket,hanging laundry,help out,救生衣,救生圈,报警器,电梯卡丢,电梯卡补,办电梯卡,到现在没,到现在还没,比上月宽,比上月,比上个月,比上周,比去年,比以前,比前阵子,比之前,比昨天,困在会,简直抢劫,简直是抢,抢劫一样,drowning in paperwork,drowning in email*,drowning in work,drowning in debt,drowning in bills,drowning in forms,drowning in messages,drowning in tasks,drowning in noise,tripped over my words,烟雾报警器,烟雾探测器,烟雾感应器,烟感报警器,一键报警,手机快没电,手机没电,大火气,好大火气,火气,着火气,没人来,没人管,没人理,没人应,没人接,没有人来,没有人管,没有人应,打电话,打扫,打开,打印,打卡,打球,打不开,打算,打扰,打药,打孔,打听,打麻将,打游戏,打理,打包,打折,打车,打招呼,打交道,打印机,打水,打样,打牌,打呼噜,打篮球,打羽毛球,打乒乓球,打桩,打地基,打磨,打蜡,打气筒,打饭,打工,打针,打疫苗,打工人,血压,血糖,献血,血汗,血本,血亏,心血,血拼,血脉,刀具,刀架,磨刀,刀片,菜刀店,剪刀,刀削面,厨房刀,fire that,fire him,fire her,fire them,fire your,fire this,fire these,fire those,fire the,should fire,want to fire,get fired,that is robbery,thats robbery,is robbery,absolute robbery,total robbery,flood street,门禁卡,门卡,没反应,没有反应,没停,没完没了,没关系,不只是,不只,不光,不仅,不但,没办法,没法,没想到,没多久,没一会,无法,无人,未成年,无论,不知道,
      火锅,火车,火箭,火鸡,火腿,火龙果,火花塞,火候,火气,火爆,火热,火红,火葬,火车站,防火门,防火墙,防火,消防,消火栓,灭火,灭火器,灭火毯,着火点,火机,打火机,点火器,打火器,火灾报警器,
      火灾保险,火灾险,火险,火灾隐患,火灾演练,火灾预防,火灾逃生,火警演习,火警电话,无火,火把,火箭班,火山,火星人,挑起火头,起火头,惹火,恼火,发火,心头火,火气大,火力,
      炉火,灯火,烟火,烟花,焰火,香火,柴火,萤火虫,火影,火影忍者,火石,火炬,火炬路,火炬大厦,上火,冒火星子,大火了,火了,爆火,走火入魔,着火的心,
      抽烟,吸烟,二手烟,油烟,油烟味,油烟机,抽油烟机,香烟,禁烟,控烟,烟酒,烟台,炊烟,
      漏电保护器,漏电保护,漏电开关,漏电断路器,触电保护,防触电,防漏电,防雷,防水,防水层,防漏,防坠网,防坠,防坠物,防高空坠物,防高空抛物,高空抛物监控,高空抛物摄像头,
      高空作业,漏水检测,漏水报警器,漏水感应器,水浸传感器,漏水险,
      煤气公司,燃气公司,瓦斯公司,天然气公司,煤气费,燃气费,瓦斯费,天然气费,煤气卡,燃气卡,煤气站,加气站,天然气公交,煤气账单,燃气账单,燃气安检,
      煤气灶台,气味图书馆,电梯广告,电梯费,电梯口,电梯房,电梯维保,电梯年检,电梯公司,电梯门口,电梯厅,一梯两户,加装电梯,
      气炸,气爆,爆炸头,炸鸡,炸酱,炸薯条,炸串,信息爆炸,炸锅,炸群,爆款,爆满,爆料,爆米花,爆棚,爆表,爆单,爆笑,火爆,爆仓,爆红,
      塌房,楼市崩,股市崩,崩溃,心态崩,心态爆炸,打人电话,打架子鼓,枪手,枪战片,水枪,热熔胶枪,喷枪,花洒枪,加油枪,扫码枪,手枪钻,
      水平,水泥,水果,水费,水晶,水电费,薪水,口水,淋水,墨水,香水,汗水,洒水,洒水车,水泵房,水景房,下水费,矿泉水,桶装水,
      累倒,笑倒,倾倒,打倒,热死,累死,饿死,渴死,笑死,烦死,冻死,气死,吵死,急死人,想死,羡慕死,忙死,困死,
      触电般,来电,电到我,被她电到,被他电到,心动,淹没在,
      吃瓜,毒舌,中奖,中毒很深,倒垃圾,倒车,掉色,掉漆,掉价,掉毛,掉线,掉头发,掉发,困难,犯困,好困,困了,困扰,
      fire drill*,fire door*,fire lane*,fire alarm test*,fire extinguisher*,fire escape*,fire safety,fire station,fire department,fire dept,
      fire hydrant*,fire exit*,fire sale,fire proof,fireproof,fire resistant,fire rated,fire code,fire certificate,fire inspection*,
      fire insurance,fireworks,firework*,firewall,firestick,fire stick,fire pit*,fireplace*,fire marshal*,fire warden*,fire tv,fire training,
      fire blanket*,fire curtain,fire risk,fire hazard,fire prevention,fire protection,fire regulations,fire engine,fire truck,firefighter*,fireman,
      fire alarm*,smoke alarm*,smoke detector*,smoke sensor*,smoke free,no smoking,non smoking,smoking area,smoking ban,smoking room,stop smoking,
      people smoking,smokes on,smoking on,smokes in,smoking in the,smoking weed,cigarette smoke,secondhand smoke,second hand smoke,cigarette,
      gas bill*,gas street,gas company,gas station,gas meter reading,gas card,gas supply contract,gas account,gas price*,gas fee*,gas board,gaslamp,
      gas lamp,gas safe,gas check,gas inspection,gas works,gas tariff,tear gas,
      flood insurance,flood of,floodlight*,flooded with,flooding in with complaints,flood light*,flood risk,flood barrier*,flood zone,
      burst of,burst out,burst into tears,burst into laughter,bursting with,bursting at,
      lift pass,lift my,lift up,lift the,give me a lift,lifted,face lift,facelift,forklift,shoplift*,weight lift*,lift bridge,
      shock price,shocking*,shocked at,shocked by the,shocked to,shock absorber,culture shock,sticker shock,in shock at,
      spark* joy,spark* interest,sparkling,sparked a,sparking debate,sparks fly between,spark plug*,
      drown out,drowned out,drowning out,collapsible,collapsed comment*,bleeding money,bleeding edge,heart attack when i saw,
      nearly had a heart attack,almost had a heart attack,heart attack from,killing me,dying to,im dying,dying of,dying for,to die for,starving,
      blew my mind,blow my mind,mind blowing,blew up my phone,blowing up my phone,blow up,explosive,exploded with,explode with,
      choking hazard,suffocat* rules,fell in fall in fell behind,fell asleep,fell through,fall term,fall festival,fall season,this fall,last fall,
      prices fell,fell short,sales fell,dropped off,drop off,drop box,dropped by,drop in,drop me,price hike,
      hit me up,hit song,hit the gym,hit show,smash hit,crash course,crashed out,app crash*,website crash*,system crash*,crashes every,
      trapped in a contract,trapped in debt,trapped in this,stuck in traffic,stuck in a queue,stuck on hold,stuck in a stuck in my head,stuck in a loop,
      gun shop,glue gun,nail gun,water gun,heat gun,spray gun,top gun,jump the gun,knife set,knife sharpen*,knife block,butter knife,
      steam room,burning burning burning calories,burning desire,heartburn,burn out,burnout,slow burn,burning a hole,
      leaked memo,leaked document*,leaked photo*,leaked email*,leaked online,news leak*,data leak*,information leak*,plan leaked,leaked to,
      attack of,panic attack over,sugar attack,fighting for,fighting over parking,fighting with the insurance,fight for,robbery of a price,daylight robbery,highway robbery,
      crack of dawn,cracked up,crack down,crackdown,crack on,crack me up,no problem,no idea,no way,no wonder,no one,nobody can,not only,not just,no joke,not kidding,
      not stopping,no answer,not sure,not responding`,
  },
];
