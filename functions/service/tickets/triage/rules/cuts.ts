import type { HazardClass } from '../../hazard.ts';

/**
 * Reasons why a named hazard is no hazard:
 * 否定、已结束、假设、过去、设备、名称、比喻、价格、保险、演练、新闻、询问、轻微.
 */
export const cuts = [
  ...(['negation', 'ended', 'hypothesis', 'past', 'equipment', 'name', 'metaphor'] as const),
  ...(['price', 'insurance', 'drill', 'news', 'question', 'minor'] as const),
] as const;
export type Cut = (typeof cuts)[number];

export interface CutRule {
  readonly id: string;
  readonly cut: Cut;
  /**
   * Where the cut must be. `before`: close before the hazard. `adjacent`: right before it. `clause`: anywhere
   * in its clause. `name`: the hazard's word is part of these words and no longer counts.
   */
  readonly where: 'before' | 'adjacent' | 'clause' | 'name';
  readonly words: string;
  /** The classes that the cut applies to; all when absent. */
  readonly hazards?: readonly HazardClass[];
}

export const cutRules: readonly CutRule[] = [
  {
    id: 'negation',
    cut: 'negation',
    where: 'before',
    words: `没有,没,无,未,没人,没有人,no one,noone,nobody was,nobody is,未见,未发现,并未,并非,并没有,不是,不存在,毫无,绝无,从未,从来没有,排除,别说,不会,不像,no,not,without,isnt,arent,wasnt,dont,doesnt,didnt,
      never,nothing,none,no sign of,neither,nor,havent,hasnt,cant smell,cant see,wont be,nobody`,
  },
  { id: 'negation-adjacent', cut: 'negation', where: 'adjacent', words: '不,不再,不会再,没再,别,勿,禁,禁止' },
  {
    id: 'ended',
    cut: 'ended',
    where: 'clause',
    words: `smell has gone,smoke has gone,water has gone,it has gone,has gone away,has gone down,has gone off,got out fine,got out ok,got out okay,came out fine,got out after,已经赔了,赔过了,got stuck in may,已经换,手滑,没事没事,不用来人,不用来了,不用派人,别来了,没有了,没味了,没味道了,没烟了,不漏了,不冒了,不滴了,不响了,灭了,扑灭,熄灭了,散了,散掉了,修好,修复,修完,修过了,解决了,已解决,处理好,处理完,处理过了,处理掉了,
      恢复,解除,虚惊,搞定,弄好,换好了,换过了,补好了,清理完,清理干净,结束了,没事了,好了,人出来了,们出来了,都出来了,已经出来了,自己出来了,后来出来了,就出来了,放出来了,救出来,已排除,排除了,已经关好,止住了,停了下来,修理好,
      fixed,repaired,resolved,sorted,gone now,is gone,put out,extinguished,false alarm,all clear,went away,stopped leaking,has stopped,no longer,
      was rescued,got out safely,taken care of,under control,dealt with,replaced,patched,cleaned up,over now,is over,all good,all fine,back to normal,turned out`,
  },
  {
    id: 'hypothesis',
    cut: 'hypothesis',
    where: 'clause',
    words: `如果,假如,假设,万一,要是,倘若,若是,一旦,以防,防止,防范,预防,避免,以免,免得,担心,怕,害怕,生怕,容易,隐患,风险,会不会有,遇到,发生时,时应该,的时候应该,的话,
      将来,有没有可能,if,in case,in the what if,would,prevent*,avoid*,worried,worry,afraid,risk,suppose,hypothetical*,potential*,whenever,in future,
      in the future,someday,one day,next time,should there,unless,before it,before they,before something,ever`,
  },
  {
    id: 'past',
    cut: 'past',
    where: 'clause',
    words: `in january,in february,in march,in april,in may,in june,in july,in august,in september,in october,in november,in december,in spring,in summer,in winter,those days,months back,weeks back,weeks before,上周,上星期,上个星期,上礼拜,上个礼拜,上个月,上月,上次,上回,去年,前年,前天,前几天,前阵子,前段时间,前些天,前些日子,之前,以前,从前,曾经,曾,早就,当年,当时,那次,那年,那天,年前,月前,
      天前,周前,小时候,昨天,昨日,昨晚,往年,last week,last month,last year,last night,last time,last winter,last summer,last spring,last autumn,yesterday,
      ago,previous,previously,used to,back in,earlier this year,earlier this month,in the past,once had,years back,the other day,other week,
      last monday,last tuesday,last wednesday,last thursday,last friday,last saturday,last sunday,last january,last february,last march,last april,last june,last july,
      last august,last september,last october,last november,last december,`,
  },
  {
    id: 'price',
    cut: 'price',
    where: 'clause',
    words: `想装,要装,安装费,书面,the book a,to book,can i order,请报价,开锁费,多少費,押金,会议室,a rate,price,报价,收费,费用,账单,帐单,缴费,交费,缴纳,充值,欠费,单价,涨价,涨了,优惠,打折,发票,收据,报销,预约,想买,购买,采购,订购,买个,买一个,换购,办理,申请安装,想装,
      加装,更换,招标,合同,租金,押金,退款,退费,物业费,分摊,公摊,水费,电费,燃气费,煤气费,瓦斯费,天价,缴款,贵,很贵,price*,quotes,quotation,invoice*,bill,bills,billed,
      charge,charged,charges,fee,fees,cost,costs,how much,tariff*,meter reading*,payment*,pay,paid,deposit,refund*,receipt*,discount*,buy,buying,purchase*,
      install,installed,installing,installation,upgrade,booking,schedule,scheduled,appointment,expensive,budget,estimate,contract,overcharg*,
      recommend,recommendation*`,
  },
  {
    id: 'insurance',
    cut: 'insurance',
    where: 'clause',
    words: `保险,投保,保单,理赔,赔偿,赔付,索赔,赔钱,补偿,赔给,赔我,责任险,财产险,家财险,火险,定损,insur*,compensat*,claim,claims,claiming,reimburse*,liab*,
      adjuster,damages,coverage,covered by,landlord insurance`,
  },
  {
    id: 'drill',
    cut: 'drill',
    where: 'clause',
    words: `drill,drills,放的烟,贴通知,通知上,发通知,的通知,通知说,通知写,公告写,写着,写的是,宣传单,活动室,小区活动,教育片,fire test,alarm test*,testing the,a test,test of,this is a test,weekly test,演习,演练,培训,讲座,宣传,宣导,公告,海报,传单,手册,课程,比赛,知识,须知,注意事项,贴了,学习,考试,测试,检测,检查,年检,年审,巡检,维保,保养,例行,误报,误触,
      误按,安检,试水,试喷,模拟,training,leaflet*,poster*,lecture*,course,workshop,seminar,testing,tested,notice,brochure*,handbook,guidelines,
      awareness,inspection*,inspect*,annual,maintenance,certificate*,exercise,rehears*,campaign,newsletter,regulation*,simulation,safety week,
      open day,event`,
  },
  {
    id: 'news',
    cut: 'news',
    where: 'clause',
    words: `听歌,看书,那本书,那首歌,新闻说,剧里,片子,综艺,科普,直播间,短视频,新闻,报道,报导,听说,据说,朋友圈,视频里,看视频,视频上,抖音,电影,小说,电视剧,电视里,电视上,游戏,网上,微博,公众号,别的小区,其他小区,隔壁小区,外地,剧情,故事,台词,纪录片,
      新闻里,文章,帖子,转发,群里说,群里转,网上说是,听人说是,新闻说是,news,article*,read about,read that,movie*,film,films,tv show,episode,novel,documentary,youtube,tiktok,facebook,video game,
      story,stories,song,other estate,another estate,another building,other building,heard about,heard that,in the paper,newspaper,podcast,report about,
      headline*,series,watched,watching,lyrics,quote`,
  },
  {
    id: 'question',
    cut: 'question',
    where: 'clause',
    words: `借个,借一个,借一下,能借,可以借,when will,when is,when are,when do,when does,when can,where is,where can,where do,where should,where to,请问,咨询,想问,问一下,问下,想了解,了解一下,在哪,什么时候,几点,几月,哪天,多久,是什么,什么意思,什么原因,怎么用,怎么买,怎么办理,怎么申请,怎么投诉,谁负责,归谁,谁来,
      怎么走,怎么收,怎么算,怎么选,怎么装,怎么报,如何,有没有规定,规定,能不能装,可不可以,可以吗,能否,需要吗,要不要,电话是多少,电话号码,联系方式,建议,希望,
      which,what does,what is,whats the,how do i,how to,how often,how long,who is responsible,who do i,is it allowed,am i allowed,are we allowed,
      is it ok,is there a rule,can i,may i,could you tell,could you explain,explain,wondering wondering if,suggest*,would like to know,want to know,
      procedure,whose responsibility,does the,do you have,do we have,are there,is there a,is there any`,
  },
  {
    id: 'equipment',
    cut: 'equipment',
    where: 'clause',
    words: `器没电,电池没电,烟感没电,电池没电,低电量,换电池,电量不足,滴一声,滴滴响,嘀嘀响,每隔,间歇,过期,到期,失效日期,有效期,灭火器,贴纸,标志,标识,标签,指示灯,坏了要换,换新,
      chirp*,low battery,battery low,batteries,new battery,every minute,every 30,every few,expired,expiry,expires,extinguisher*,sticker,label,every hour,
      hinge*,rusty,squeak*,out of date,replace the battery,needs replacing,wont close,faulty detector,malfunction*`,
  },
  {
    id: 'minor',
    cut: 'minor',
    where: 'clause',
    hazards: ['water', 'sewage', 'structure', 'falling'],
    words: `把手,有点起泡,起泡,都可以,下周,下礼拜,改天,放个碗,拿个碗,come whenever,put a bowl,not a big deal,nothing serious,next week,滴滴答答,嘀嗒,滴答,慢慢滴,慢慢渗,慢慢,轻微,少量,一点点,一点水,小裂纹,细裂,细小,小裂缝,头发丝,发丝,不急,不着急,有空,方便的时候,抽空,不影响使用,
      水渍,一小块,一小片,小小,抽屉,柜门,slow drip,slowly,a few drops,drop by drop,minor,tiny,little,no rush,not urgent,no hurry,
      whenever you,when you can,when convenient,hairline,stain,
      every few,drops a,cosmetic,washer`,
  },
  {
    id: 'minor-water',
    cut: 'minor',
    where: 'clause',
    hazards: ['water', 'sewage'],
    words: `有点渗,有点漏,有点堵,有点潮,leaks a bit,leaks a little,leaking a bit,leaking slightly,a bit of water,把手,空调,冷气,冷凝,花洒,雨遮,雨棚,水龙头,龙头,滴几滴,有一点潮,一点潮,滴到,洗菜盆下面,接着呢,吵,shower head,showerhead,aircon,air con,空调滴水,冷气滴水,受潮,返潮,潮湿,发霉,霉点,冷凝水,drips a,dripping tap,dripping faucet,tap drip*,tap is dripping,condensation,damp,mould,mold,washer,once a`,
  },
  {
    id: 'cigarettes',
    cut: 'name',
    where: 'clause',
    hazards: ['fire'],
    words:
      '抽烟,吸烟,二手烟,油烟味,油烟飘,饭店油烟,油烟大,油烟很,油烟重,油烟太,烧烤味,饭菜味,炒菜,香烟,抽的烟,食烟,smoker*,cigarette*,vape*,vaping,weed,cooking smell*',
  },
  {
    id: 'metaphor',
    cut: 'metaphor',
    where: 'clause',
    words: `简直,堪比,离谱,烂爆,气得,气死,气炸,生气,火气,发火,上火,恼火,冒火了我,心里,心情,脾气,热情,生意,销量,业绩,股票,房价,股市,人气,流量,直播,话题,讨论,评论,网友,比喻,
      朋友圈都,群里,微信群,业主群,论坛,帖子,热搜,舆论,八卦,爱情,感情,事业,运势,team,sales,forum,group chat,chat,inbox,my phone,internet,market,debate,emails,messages,
      complaints,comments,paperwork,my heart,career,crush,stock*,economy,deadline*,gossip,social media,hot topic,laugh*,exam*,
      homework,workload,my head,information,rumour*,rumor*,secret*,price,prices,jokes,joking,metaphor*,so to speak,figuratively,temper,mood,queue,
      on hold,traffic,boredom,thread`,
  },
  {
    id: 'names',
    cut: 'name',
    where: 'name',
    words: `吵得受不了,吵得睡不着,吵得没法,吵得人,吵得慌,吵得头疼,吵得要命,门铃没声音,对讲没声音,喇叭没声音,音响没声音,电视没声音,钥匙不见了,门卡不见了,卡不见了,包裹不见了,快递不见了,东西不见了,车不见了,网络断了,网断了,信号断了,宽带断了,返味,反味,返臭,反臭味,着火了似的,着火似的,着了火似的,被电信,被电话,玻璃碎了,补一块,flickering light*,lights are flickering,light is flickering,lights in the corridor are flickering,lights flicker*,抽空,抽时间,抽屉,抽纸,抽水,抽查,抽签,抽奖,抽风机,抽湿,卡住，要按,按钮卡住,按键卡住,拉链卡住,抽屉卡住,纸卡住,反锁不,反锁不了,反锁不上,反锁有点,反锁不顺,crack in my mirror,crack in the mirror,crack in my bathroom mirror,cracked mirror,cracked screen,crack in my phone,crack in the tile,on the roof terrace,on the roof garden,toilet runs,runs for a while,游戏输了一直喊救命,跑来跑去,晾衣杆断了,衣架断了,把手断了,椅子断了,像要塌,要塌了一样,要塌似的,跟要塌,像地震,像打仗,像打雷,像杀猪,像杀人,像爆炸,烤肉的烟,烤肉的煙,烤肉煙,烧烤的烟,炒菜的烟,做饭的烟,barbecue smoke,bbq smoke,barbeque smoke,smoke from the barbecue,smoke from the bbq,smoke from his bbq,cooking smoke,smoke from cooking,water pistol*,shooting water,shooting hoops,shooting baskets,shooting a video,shooting photos,photo shoot*,stealing my parcel*,stealing parcel*,stealing my package*,stealing package*,stealing the show,steals my parcel*,dead battery,dead bulb,dead link,dead plant*,dead pigeon*,dead bird*,dead mouse,dead rat*,dead leaves,roof terrace,roof garden,crackles a,crackly,辐射,菜刀丢,一把菜刀,喷水池,baby shower,having a baby shower,主要是,只要是,在打电钻,打电钻,在打孔,在打电话,在打麻将,在打球,在打游戏,在打扫,在打牌,在打篮球,在打桩,在打羽毛球,在打鼓,扫码没反应,按键没反应,淹没了,刷屏,fell off the shelf,fell off the table,fell off the wall,困在会议,被困在会,被困在路,烧烤,喷漆,喷绘,浪漫,抢车位,抢购,抢票,抢红包,抢单,急救箱,撬棍,漫步,刀闸,消毒,毒蘑菇,除四害,杀毒,哭笑不得,哭穷,help me understand,help with,help me book,help desk,help me find,please help me with,stuck to,stuck on my door,stuck in may,stuck key,hanging out,hanging pictures,hanging basket,hanging laundry,help out,救生衣,救生圈,报警器,电梯卡丢,电梯卡补,办电梯卡,到现在没,到现在还没,比上月宽,比上月,比上个月,比上周,比去年,比以前,比前阵子,比之前,比昨天,困在会,简直抢劫,简直是抢,抢劫一样,drowning in paperwork,drowning in email*,drowning in work,drowning in debt,drowning in bills,drowning in forms,drowning in messages,drowning in tasks,drowning in noise,tripped over my words,烟雾报警器,烟雾探测器,烟雾感应器,烟感报警器,一键报警,手机快没电,手机没电,大火气,好大火气,火气,着火气,没人来,没人管,没人理,没人应,没人接,没有人来,没有人管,没有人应,打电话,打扫,打开,打印,打卡,打球,打不开,打算,打扰,打药,打孔,打听,打麻将,打游戏,打理,打包,打折,打车,打招呼,打交道,打印机,打水,打样,打牌,打呼噜,打篮球,打羽毛球,打乒乓球,打桩,打地基,打磨,打蜡,打气筒,打饭,打工,打针,打疫苗,打工人,血压,血糖,献血,血汗,血本,血亏,心血,血拼,血脉,刀具,刀架,磨刀,刀片,菜刀店,剪刀,刀削面,厨房刀,fire that,fire him,fire her,fire them,fire your,fire this,fire these,fire those,fire the,should fire,want to fire,get fired,that is robbery,thats robbery,is robbery,absolute robbery,total robbery,flood street,门禁卡,门卡,没反应,没有反应,没停,没完没了,没关系,不只是,不只,不光,不仅,不但,没办法,没法,没想到,没多久,没一会,无法,无人,未成年,无论,不知道,
      火锅,火车,火箭,火鸡,火腿,火龙果,火花塞,火候,火气,火爆,火热,火红,火葬,火车站,防火门,防火墙,防火,消防,消火栓,灭火,灭火器,灭火毯,着火点,火机,打火机,点火器,打火器,火灾报警器,
      火灾保险,火灾险,火险,火灾隐患,火灾演练,火灾预防,火灾逃生,火警演习,火警电话,无火,火把,火箭班,火山,火星人,挑起火头,起火头,惹火,恼火,发火,心头火,火气大,火力,
      炉火,灯火,烟火,烟花,焰火,香火,柴火,萤火虫,火影,火影忍者,火石,火炬,火炬路,火炬大厦,上火,冒火星子,大火了,火了,爆火,走火入魔,着火的心,
      抽烟,吸烟,二手烟,油烟,油烟味,油烟机,抽油烟机,香烟,禁烟,控烟,烟酒,烟台,炊烟,
      漏电保护器,漏电保护,漏电开关,漏电断路器,触电保护,防触电,防漏电,防雷,防水,防水层,防漏,防坠网,防坠,防坠物,防高空坠物,防高空抛物,高空抛物监控,高空抛物摄像头,
      高空作业,漏水检测,漏水报警器,漏水感应器,水浸传感器,漏水险,
      煤气公司,燃气公司,瓦斯公司,天然气公司,煤气费,燃气费,瓦斯费,天然气费,煤气卡,燃气卡,煤气站,加气站,天然气公交,煤气账单,燃气账单,燃气安检,
      煤气灶台,气味图书馆,电梯广告,电梯费,电梯口,电梯房,电梯维保,电梯年检,电梯公司,电梯门口,电梯厅,一梯两户,加装电梯,
      气炸,气爆,爆炸头,炸鸡,炸酱,炸薯条,炸串,信息爆炸,炸锅,炸群,爆款,爆满,爆料,爆米花,爆棚,爆表,爆单,爆笑,火爆,爆仓,爆红,
      塌房,楼市崩,股市崩,崩溃,心态崩,心态爆炸,打人电话,打架子鼓,枪手,枪战片,水枪,热熔胶枪,喷枪,花洒枪,加油枪,扫码枪,手枪钻,
      水平,水泥,水果,水费,水晶,水电费,薪水,口水,淋水,墨水,香水,汗水,洒水,洒水车,水泵房,水景房,下水费,矿泉水,桶装水,
      累倒,笑倒,倾倒,打倒,热死,累死,饿死,渴死,笑死,烦死,冻死,气死,吵死,急死人,想死,羡慕死,忙死,困死,
      触电般,来电,电到我,被她电到,被他电到,心动,淹没在,
      吃瓜,毒舌,中奖,中毒很深,倒垃圾,倒车,掉色,掉漆,掉价,掉毛,掉线,掉头发,掉发,困难,犯困,好困,困了,困扰,
      fire drill*,fire door*,fire lane*,fire alarm test*,fire extinguisher*,fire escape*,fire safety,fire station,fire department,fire dept,
      fire hydrant*,fire exit*,fire sale,fire proof,fireproof,fire resistant,fire rated,fire code,fire certificate,fire inspection*,
      fire insurance,fireworks,firework*,firewall,firestick,fire stick,fire pit*,fireplace*,fire marshal*,fire warden*,fire tv,fire training,
      fire blanket*,fire curtain,fire risk,fire hazard,fire prevention,fire protection,fire regulations,fire engine,fire truck,firefighter*,fireman,
      fire alarm*,smoke alarm*,smoke detector*,smoke sensor*,smoke free,no smoking,non smoking,smoking area,smoking ban,smoking room,stop smoking,
      people smoking,smokes on,smoking on,smokes in,smoking in the,smoking weed,cigarette smoke,secondhand smoke,second hand smoke,cigarette,
      gas bill*,gas street,gas company,gas station,gas meter reading,gas card,gas supply contract,gas account,gas price*,gas fee*,gas board,gaslamp,
      gas lamp,gas safe,gas check,gas inspection,gas works,gas tariff,tear gas,
      flood insurance,flood of,floodlight*,flooded with,flooding in with complaints,flood light*,flood risk,flood barrier*,flood zone,
      burst of,burst out,burst into tears,burst into laughter,bursting with,bursting at,
      lift pass,lift my,lift up,lift the,give me a lift,lifted,face lift,facelift,forklift,shoplift*,weight lift*,lift bridge,
      shock price,shocking*,shocked at,shocked by the,shocked to,shock absorber,culture shock,sticker shock,in shock at,
      spark* joy,spark* interest,sparkling,sparked a,sparking debate,sparks fly between,spark plug*,
      drown out,drowned out,drowning out,collapsible,collapsed comment*,bleeding money,bleeding edge,heart attack when i saw,
      nearly had a heart attack,almost had a heart attack,heart attack from,killing me,dying to,im dying,dying of,dying for,to die for,starving,
      blew my mind,blow my mind,mind blowing,blew up my phone,blowing up my phone,blow up,explosive,exploded with,explode with,
      choking hazard,suffocat* rules,fell in fall in fell behind,fell asleep,fell through,fall term,fall festival,fall season,this fall,last fall,
      prices fell,fell short,sales fell,dropped off,drop off,drop box,dropped by,drop in,drop me,price hike,
      hit me up,hit song,hit the gym,hit show,smash hit,crash course,crashed out,app crash*,website crash*,system crash*,crashes every,
      trapped in a contract,trapped in debt,trapped in this,stuck in traffic,stuck in a queue,stuck on hold,stuck in a stuck in my head,stuck in a loop,
      gun shop,glue gun,nail gun,water gun,heat gun,spray gun,top gun,jump the gun,knife set,knife sharpen*,knife block,butter knife,
      steam room,burning burning burning calories,burning desire,heartburn,burn out,burnout,slow burn,burning a hole,
      leaked memo,leaked document*,leaked photo*,leaked email*,leaked online,news leak*,data leak*,information leak*,plan leaked,leaked to,
      attack of,panic attack over,sugar attack,fighting for,fighting over parking,fighting with the insurance,fight for,robbery of a price,daylight robbery,highway robbery,
      crack of dawn,cracked up,crack down,crackdown,crack on,crack me up,no problem,no idea,no way,no wonder,no one,nobody can,not only,not just,no joke,not kidding,
      not stopping,no answer,not sure,not responding`,
  },
];
