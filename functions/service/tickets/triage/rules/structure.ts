import type { HazardRule } from './hazard-rule.ts';

const structures = `墙,墙体,承重墙,隔墙,剪力墙,天花板,天花,屋顶,楼顶,顶板,楼板,阳台,露台,房梁,横梁,大梁,梁,柱子,柱,立柱,地面,地板,路面,地基,基础,围墙,挡土墙,
  护坡,边坡,山坡,山体,土坡,驳坎,楼,整栋楼,大楼,楼房,房子,房屋,楼梯,台阶,雨棚,连廊,车库,车库顶,地库,地库顶,水泥柱,基坑,脚手架,门框,窗框,结构,
  wall,walls,ceiling,roof,balcony,balconies,beam*,column*,pillar*,slab*,floor,floors,foundation*,building,house,retaining wall,stairs,
  staircase,stairwell,garage,basement,slope,hillside,ground,pavement,car park,carport,support*,structure,joist*,lintel,terrace,deck,tower,driveway`;

/** Structure (结构). */
export const structureRules: readonly HazardRule[] = [
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
];
