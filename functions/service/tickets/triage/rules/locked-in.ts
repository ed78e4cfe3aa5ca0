import type { HazardRule } from './hazard-rule.ts';
import { kin } from './shared-words.ts';

/** People locked in or out (被锁). */
export const lockedInRules: readonly HazardRule[] = [
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
];
