/** Words for people of a household. */
export const kin = `后生,细路,细路仔,bb,闺女,囡,姑娘,爹,娘,爸,妈,奶,爷,阿婆,阿伯,阿爷,阿妈,老头,老头子,老太,老爷子,老奶奶,孩,幼童,太太,先生,外孙,侄子,学生,residents,girl,mama,papa,nanny,kiddo,newborn,pensioner,grandparent*,孩子,小孩,小朋友,宝宝,婴儿,娃,儿子,女儿,孙子,孙女,老人,奶奶,爷爷,外婆,外公,姥姥,姥爷,阿嬷,阿公,我妈,我爸,妈妈,爸爸,
  老妈,老爸,婆婆,公公,弟弟,妹妹,小女孩,小男孩,孕妇,阿姨,大爷,大妈,病人,老太太,老先生,老伴,囡囡,小囡,
  toddler*,baby,babies,kid,kids,child,children,son,daughter,grandson,granddaughter,grandma,grandpa,grandmother,grandfather,mother,
  mum,mom,dad,father,elderly,old lady,old man,old woman,boy,girl,infant,little one,my nan,granny,wife,husband`;

/** Words for electric parts. */
export const wiring = `插座,插头,插排,插线板,接线板,排插,延长线,开关,电线,电缆,线路,电路,电箱,配电箱,配电柜,配电房,配电室,强电井,弱电井,电井,电表,电表箱,电闸,空开,
  总闸,闸刀,变压器,灯座,吊灯,灯管,路灯,电源,充电桩,充电器,变电箱,变电站,电门,
  socket*,outlet*,plug,plugs,switch,switchboard,wire,wires,wiring,cable*,breaker*,fuse box,fusebox,fuse board,electric panel,electrical panel,
  electric box,electrical box,distribution box,distribution board,consumer unit,meter cupboard,meter box,light fitting,light switch,lamp,
  transformer*,power strip,extension cord,extension lead,power line*,electrics,power point,junction box`;
