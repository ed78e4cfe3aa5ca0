import type { HazardRule } from './hazard-rule.ts';

const gasThings = `煤气,燃气,天然气,瓦斯,液化气,沼气,气罐,钢瓶,气瓶,煤气罐,煤气灶,燃气灶,灶台,灶具,灶头,炉头,炉灶,煤气管,燃气管,气管道,燃气表,气表,
  gas,propane,lpg,methane,stove,cooker,hob,gas pipe,gas line,gas meter,cylinder,gas main`;

/** Gas (燃气). */
export const gasRules: readonly HazardRule[] = [
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
];
