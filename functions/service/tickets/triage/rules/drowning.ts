import type { HazardRule } from './hazard-rule.ts';

/** Drowning (溺水). */
export const drowningRules: readonly HazardRule[] = [
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
];
