import { describe, expect, test } from 'vitest';
import { advertisingIn } from '../../../../functions/register/owners/advertising.ts';

describe('R15.5: a service notice', () => {
  test.each([
    '3 号楼周三 9:00 停水。新楼盘火热认购中，欢迎品鉴。',
    '物业费账单已出。另：装修套餐限时优惠，扫码下单！',
    '本周家电团购，全场八折',
    '家政服務限時特惠，滿 200 元減 30',
    '买一送一，送完为止',
    '样板间开放，诚邀参观',
    '物业费账单已出，新楼盘火热认购中',
    '全场八折，不要错过',
    'Everything 30% off. Do not miss it.',
    '本公司理 财 产 品，高收益',
    'Water is off on Wednesday. Special offer: 20% off kitchens, order now!',
    'Our new flats are now selling. Sign up today.',
  ])('advertises: %s', (text) => {
    expect(advertisingIn(text)).not.toEqual([]);
  });

  test.each([
    '3 号楼周三 9:00 至 17:00 停水检修，请提前储水。',
    '您的报修已派单，王师傅下午上门。',
    '近期有人冒充物业推销装修套餐，请勿扫码下单，谨防诈骗。',
    '禁止在楼道张贴促销小广告。',
    '提前预缴全年物业费享受九五折，详见账单。',
    '车位锁三折叠处断裂，已更换。',
    '设备折旧与五折线图见附件。',
    '电梯 7 月 1 日起更换，工期 10 天。',
    '您投诉商铺促销噪音，我们已劝阻。',
    'The lift is out of order until 5 p.m. We are sorry.',
    'Beware of callers who sell vouchers in our name: it is a scam.',
    'The early payment discount of 5 % is on your bill.',
  ])('serves: %s', (text) => {
    expect(advertisingIn(text)).toEqual([]);
  });

  test('is judged in a moment, however long it is', () => {
    expect(advertisingIn('满'.repeat(10_000) + '9'.repeat(10_000))).toEqual([]);
    expect(advertisingIn('五折'.repeat(2_000))).toEqual(['五折']);
  });
});
