import { kin } from './shared-words.ts';

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
