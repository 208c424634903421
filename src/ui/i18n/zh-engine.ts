// Chinese for the presets and settings of the engine, by id.

import type { Control, PresetInfo } from '../../worker/protocol.ts';

export const zhPresets: Readonly<Record<string, Partial<Pick<PresetInfo, 'title' | 'teaches' | 'data'>>>> = {
  'mnist-mlp': {
    title: 'MNIST 多层感知机',
    teaches: '最小的函数式模型:三个全连接层,每一层都在前一个张量上调用。',
    data: '70,000 个手写数字',
  },
  'digit-sequence': { title: '数字序列', teaches: '同一个模型用于序列的每一步。' },
  headline: { title: '标题', teaches: '两个输入、两个输出:辅助损失让 LSTM 从文本中学习。' },
  'tweet-pair': { title: '同一作者?', teaches: '同一个 LSTM 读两段文本,权重共享。' },
  inception: { title: 'Inception 块', teaches: '三条并行的卷积塔在通道上合并。' },
  residual: { title: '残差块', teaches: '把输入加回输出,深的网络也能训练。' },
  'digit-pair': { title: '同一个数字?', teaches: '同一个视觉模型看两个数字,权重共享。' },
  vqa: { title: '看图问答', teaches: '图像编码与问题编码合并后给出一个词的回答。' },
  'video-qa': { title: '视频问答', teaches: '视觉模型用于每一帧,再由 LSTM 汇总。' },
};

export const zhControls: Readonly<Record<string, Partial<Pick<Control, 'label' | 'help' | 'unit'>>>> = {
  optimizer: { label: '优化器', help: '把梯度变成权重改动的规则。' },
  learningRate: { label: '学习率', help: '每一步移动权重的幅度。' },
  batchSize: { label: '批大小', help: '每一步对多少个样本的梯度求平均。', unit: '样本' },
  epochs: { label: '轮数', help: '训练遍历全部样本的次数。' },
  units: { label: '单元数', help: '两个隐藏层的大小。' },
  shuffle: { label: '打乱', help: '每一轮都用新的样本顺序。' },
};
