import { Activation, activation } from './activation.ts';
import { Add, add } from './add.ts';
import { Average, average } from './average.ts';
import { AveragePooling1D, averagePooling1d } from './average-pooling1d.ts';
import { AveragePooling2D, averagePooling2d } from './average-pooling2d.ts';
import { BatchNormalization, batchNormalization } from './batch-normalization.ts';
import { Bidirectional, bidirectional } from './bidirectional.ts';
import { Concatenate, concatenate } from './concatenate.ts';
import { Conv1D, conv1d } from './conv1d.ts';
import { Conv2D, conv2d } from './conv2d.ts';
import { Conv2DTranspose, conv2dTranspose } from './conv2d-transpose.ts';
import { Cropping2D, cropping2d } from './cropping2d.ts';
import { Dense, dense } from './dense.ts';
import { DepthwiseConv2D, depthwiseConv2d } from './depthwise-conv2d.ts';
import { Dot, dot } from './dot.ts';
import { Dropout, dropout } from './dropout.ts';
import { ELU, elu } from './elu.ts';
import { Embedding, embedding } from './embedding.ts';
import { Flatten, flatten } from './flatten.ts';
import { GlobalAveragePooling1D, globalAveragePooling1d } from './global-average-pooling1d.ts';
import { GlobalAveragePooling2D, globalAveragePooling2d } from './global-average-pooling2d.ts';
import { GlobalMaxPooling1D, globalMaxPooling1d } from './global-max-pooling1d.ts';
import { GlobalMaxPooling2D, globalMaxPooling2d } from './global-max-pooling2d.ts';
import { GRU, gru } from './gru.ts';
import { LayerNormalization, layerNormalization } from './layer-normalization.ts';
import { LeakyReLU, leakyReLU } from './leaky-relu.ts';
import { LSTM, lstm } from './lstm.ts';
import { Masking, masking } from './masking.ts';
import { MaxPooling1D, maxPooling1d } from './max-pooling1d.ts';
import { MaxPooling2D, maxPooling2d } from './max-pooling2d.ts';
import { Maximum, maximum } from './maximum.ts';
import { Minimum, minimum } from './minimum.ts';
import { MultiHeadAttention, multiHeadAttention } from './multi-head-attention.ts';
import { Multiply, multiply } from './multiply.ts';
import { Permute, permute } from './permute.ts';
import { RandomFlip, randomFlip } from './random-flip.ts';
import { RandomTranslation, randomTranslation } from './random-translation.ts';
import { ReLU, reLU } from './relu.ts';
import { RepeatVector, repeatVector } from './repeat-vector.ts';
import { Rescaling, rescaling } from './rescaling.ts';
import { Reshape, reshape } from './reshape.ts';
import { SeparableConv2D, separableConv2d } from './separable-conv2d.ts';
import { SimpleRNN, simpleRNN } from './simple-rnn.ts';
import { Softmax, softmax } from './softmax.ts';
import { SpatialDropout2D, spatialDropout2d } from './spatial-dropout2d.ts';
import { Subtract, subtract } from './subtract.ts';
import { TimeDistributed, timeDistributed } from './time-distributed.ts';
import { UpSampling2D, upSampling2d } from './up-sampling2d.ts';
import { ZeroPadding2D, zeroPadding2d } from './zero-padding2d.ts';

/**
 * All layers as functions of their config: `layers.dense({ units: 64 })`, `layers.add()([a, b])`. A new layer is one file and its
 * lines here.
 */
export const layers = {
  activation,
  add,
  average,
  averagePooling1d,
  averagePooling2d,
  batchNormalization,
  bidirectional,
  concatenate,
  conv1d,
  conv2d,
  conv2dTranspose,
  cropping2d,
  dense,
  depthwiseConv2d,
  dot,
  dropout,
  elu,
  embedding,
  flatten,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  gru,
  layerNormalization,
  leakyReLU,
  lstm,
  masking,
  maxPooling1d,
  maxPooling2d,
  maximum,
  minimum,
  multiHeadAttention,
  multiply,
  permute,
  randomFlip,
  randomTranslation,
  reLU,
  repeatVector,
  rescaling,
  reshape,
  separableConv2d,
  simpleRNN,
  softmax,
  spatialDropout2d,
  subtract,
  timeDistributed,
  upSampling2d,
  zeroPadding2d,
};

/** All layer classes by Keras's names, for configs. */
export const LAYER_CLASSES = {
  Activation,
  Add,
  Average,
  AveragePooling1D,
  AveragePooling2D,
  BatchNormalization,
  Bidirectional,
  Concatenate,
  Conv1D,
  Conv2D,
  Conv2DTranspose,
  Cropping2D,
  Dense,
  DepthwiseConv2D,
  Dot,
  Dropout,
  ELU,
  Embedding,
  Flatten,
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  GRU,
  LayerNormalization,
  LeakyReLU,
  LSTM,
  Masking,
  MaxPooling1D,
  MaxPooling2D,
  Maximum,
  Minimum,
  MultiHeadAttention,
  Multiply,
  Permute,
  RandomFlip,
  RandomTranslation,
  ReLU,
  RepeatVector,
  Rescaling,
  Reshape,
  SeparableConv2D,
  SimpleRNN,
  Softmax,
  SpatialDropout2D,
  Subtract,
  TimeDistributed,
  UpSampling2D,
  ZeroPadding2D,
};
