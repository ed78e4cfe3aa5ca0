import type { HazardRule } from './hazard-rule.ts';

const lift = `梯子,梯,𨋢,电梯间,梯子里,电梯,轿厢,货梯,客梯,观光梯,升降机,直梯,梯厢,车厢,lift,lifts,elevator,elevators,lift car`;

/** People shut in a lift (电梯困人): class `trapped`. */
export const liftRules: readonly HazardRule[] = [
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
];
