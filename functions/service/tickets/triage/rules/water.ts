import type { HazardRule } from './hazard-rule.ts';
import { wiring } from './shared-words.ts';

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

/** Water (水). */
export const waterRules: readonly HazardRule[] = [
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
];
