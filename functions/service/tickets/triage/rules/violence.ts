import type { HazardRule } from './hazard-rule.ts';

/** Violence (暴力). */
export const violenceRules: readonly HazardRule[] = [
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
];
