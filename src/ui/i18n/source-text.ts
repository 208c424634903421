// Where the data come from and under which licence, for people. The shipped sets say it in English themselves; here is the Chinese of that,
// and both languages of the sets that are made in the page.

import type { Language } from '../store/state.ts';

export interface SourceText {
  readonly title: string;
  readonly description: string;
  readonly origin: string;
  readonly licence: string;
}

const OURS = 'As this project: Apache-2.0.';
const OURS_ZH = '与本项目相同:Apache-2.0。';

/** Data sets that are drawn or put together from a seed, in the page. */
const GENERATED: Readonly<Record<Language, Readonly<Record<string, SourceText>>>> = {
  en: {
    'digit-sequence': {
      title: 'Digit sequences',
      description: 'Rows of twenty digits, drawn from MNIST with a seed.',
      origin: 'This project, from MNIST',
      licence: 'As MNIST.',
    },
    'digit-pair': {
      title: 'Digit pairs',
      description: 'Pairs of digits, half of them equal, drawn from MNIST with a seed.',
      origin: 'This project, from MNIST',
      licence: 'As MNIST.',
    },
    'sort-of-clevr': {
      title: 'Sort-of-CLEVR scenes',
      description: 'Six shapes of six colours, circles and squares, with questions about one object or two.',
      origin: 'This project, after Sort-of-CLEVR (Santoro et al. 2017, arXiv:1706.01427)',
      licence: OURS,
    },
    'moving-shapes': {
      title: 'Clips of moving shapes',
      description:
        'Three figures or digits of different colours, appearing one after another, moving or not.',
      origin: 'This project',
      licence: OURS,
    },
  },
  zh: {
    'digit-sequence': {
      title: '数字序列',
      description: '二十个数字一列,用种子从 MNIST 中抽取。',
      origin: '本项目,取自 MNIST',
      licence: '与 MNIST 相同。',
    },
    'digit-pair': {
      title: '数字对子',
      description: '数字对子,一半相同,用种子从 MNIST 中抽取。',
      origin: '本项目,取自 MNIST',
      licence: '与 MNIST 相同。',
    },
    'sort-of-clevr': {
      title: 'Sort-of-CLEVR 场景',
      description: '六种颜色的六个图形(圆和方),以及关于一个或两个物体的问题。',
      origin: '本项目,仿照 Sort-of-CLEVR(Santoro 等,2017,arXiv:1706.01427)',
      licence: OURS_ZH,
    },
    'moving-shapes': {
      title: '移动图形的短片',
      description: '三个不同颜色的图形或数字先后出现,有的移动,有的不动。',
      origin: '本项目',
      licence: OURS_ZH,
    },
  },
};

const SHIPPED_ZH: Readonly<Record<string, SourceText>> = {
  mnist: {
    title: 'MNIST 手写数字',
    description: '28 × 28 像素的灰度图片,0 为背景。标准划分:60,000 张训练,10,000 张验证。',
    origin: 'Yann LeCun、Corinna Cortes、Christopher J. C. Burges:The MNIST database of handwritten digits',
    licence: '软件包为 ISC;包的作者说明数字本身不属于他,也不适用该许可。MNIST 通常按 CC BY-SA 3.0 传播。',
  },
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    description:
      '28 × 28 像素的衣物灰度图片,0 为背景。包中 70,000 张,去掉空的和重复的;按像素的 SHA-256 排序,每类前 400 张验证,其后 2,400 张训练。',
    origin: 'Han Xiao、Kashif Rasul、Roland Vollgraf(Zalando Research):Fashion-MNIST,2017,arXiv:1708.07747',
    licence: '按软件包所述为 MIT;Zalando 也以 MIT 发布这些图片。',
  },
  headline: {
    title: '邮件标题,正常或垃圾',
    description:
      '6,046 封邮件的标题和各五个数:小时、正文长度、链接数、中继次数、大写比例(中间三个取对数,按训练邮件归一化)。标题中的地址已去除,正文和其他邮件头不包含在内。按会话划分:同一会话不会同时在两边。',
    origin: 'SpamAssassin 项目:公开邮件语料,2002 年的邮件',
    licence: '按软件包所述,内容 CC0 1.0,数据库 ODC PDDL 1.0。',
  },
  'tweet-pair': {
    title: '国情咨文片段',
    description:
      '233 篇咨文的摘录(编码 0 到 255,Latin-1),每位总统最多 105,000 个字符。按咨文划分:同一篇不会同时在两边。从中切出 140 个字符的片段,用种子抽取对子:一半出自同一位总统,各总统机会均等。',
    origin: '美国历任总统,1790 年至今',
    licence: '按软件包所述,内容 CC0 1.0,数据库 ODC PDDL 1.0;美国政府作品不受保护。',
  },
};

/** The sets that are made in the page, by id. */
export const generatedSources = (language: Language): readonly (readonly [string, SourceText])[] =>
  Object.entries(GENERATED[language]);

/** A shipped set in the language of the page; as the manifest says it where that is English or unknown. */
export const shippedText = <T extends SourceText>(id: string, shipped: T, language: Language): SourceText =>
  (language === 'zh' ? SHIPPED_ZH[id] : undefined) ?? shipped;
