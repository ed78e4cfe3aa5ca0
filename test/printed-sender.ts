import type { Sender } from '../shared/pages/paper.ts';

/* Who sends the printed documents of the tests to whom, with long names. */

/** A blue picture of 32 pixels. */
const logo =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAbElEQVR42u3RMQ7AIAhA0b97Ra/oGduhiTG2tSjQOEBY+W+Aw3mYPUi5OAIpl2tdgFqfMliryw2W60IDTV1ioKx/GujrYwOT+sDAqv5mYFh/NLCt3w3M652BR701cKpX4/cnBxBAAAEEsCVwAhdoxNE27reIAAAAAElFTkSuQmCC';
export const sender: Sender = {
  estateName: '阳光花园（一期、二期及商业街区）',
  company: '杭州安心之家物业服务有限公司滨江分公司',
  address: '浙江省杭州市滨江区江南大道 1088 号阳光花园 1 幢 101 室客户服务中心',
  hotline: '0571-8888 6666',
  logo,
  payTo: {
    name: '杭州安心之家物业服务有限公司滨江分公司',
    bank: '中国工商银行股份有限公司杭州滨江支行',
    number: '6222020200112233445',
  },
};
export const estateId = 'yg';
export const payerName = '欧阳明月';
export const unitLabel = '12栋2单元1201';
/** Returns an id that ends with eight characters. */
export const idOf = (prefix: string, end: string) => `${prefix}_0123456789abcdefgh${end}`;
