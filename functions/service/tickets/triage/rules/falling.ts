import type { HazardRule } from './hazard-rule.ts';

const overhead = `磁砖,墙面砖,玻璃幕墙,幕墙玻璃,树杈,榕树,看板,遮雨棚,采光罩,空调,冷气机,冷气,铁片,木板,门头,横幅,支架,灯罩,水管架,屋面,水泥皮,墙灰,天花板,吊顶,井架,砖墙,电视墙,飘窗,立柱广告,waste chute,outer wall,outside wall,external wall,skylight,screen,trellis,tree branch,shop sign,drain pipe,chimney,瓷砖,墙砖,面砖,外墙,外墙砖,外墙皮,墙皮,墙体,石材,大理石,保温层,水泥块,水泥,混凝土,砖头,砖块,砖,石块,石头,瓦片,瓦,玻璃,幕墙,窗扇,窗户,
  窗玻璃,窗框,窗子,纱窗,空调外机,外机,室外机,冷气室外机,广告牌,招牌,牌子,灯箱,灯牌,路灯,灯杆,电线杆,树,大树,树枝,树干,枯枝,花盆,铁皮,铁板,铁架,
  晾衣架,晾衣杆,脚手架,鹰架,钢管,雨棚,雨篷,遮阳棚,屋檐,檐口,围挡,围墙,防盗网,防盗窗,铁窗,天线,吊篮,塔吊,太阳能板,帆布,架子,栏杆,护栏,阳台,
  顶板,装饰条,线条,百叶,雕塑,旗杆,指示牌,烟灰缸,酒瓶,菜刀,哑铃,东西,石膏板,吊灯,
  tile,tiles,facade*,cladding,brick*,masonry,stone*,glass,window,windows,pane*,panel*,branch*,tree,trees,trunk,limb,sign,signboard*,billboard*,
  flowerpot*,flower pot*,plant pot*,pot,air conditioner*,aircon*,ac unit,a/c unit,scaffold*,lamp post,lamppost,street light,pole,gutter*,
  roofing,metal sheet*,sheet metal,sheeting,concrete,plaster,render,debris,antenna*,shutter*,awning*,canopy,balcony,railing*,ledge,cornice,
  solar panel*,satellite dish,crane,chunk*,piece*,slab*,light fixture*,hoarding,bottle*,banner,something`;

/** Falling objects (高空坠物). */
export const fallingRules: readonly HazardRule[] = [
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
];
