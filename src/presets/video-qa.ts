import { CLIP_FACTS } from '../data/clip.ts';
import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { dense } from '../nn/layers/dense.ts';
import { lstm } from '../nn/layers/lstm.ts';
import { timeDistributed } from '../nn/layers/time-distributed.ts';
import { type AnyModel, model } from '../nn/model.ts';
import { headed, headParams } from './head.ts';
import { byOutput, dataNumber, modelNumber } from './params.ts';
import { poolingParam } from './pictures.ts';
import type { Preset, PresetValues } from './preset.ts';
import {
  answerAndFacts,
  factsParams,
  questionEncoder,
  seeingAndReadingParams,
  toldFacts,
  visionModel,
} from './seeing-and-reading.ts';
import { optimizerOf, trainingParams } from './training-params.ts';

/**
 * Seed model 11: TimeDistributed(vision model) over the frames → LSTM (→ the facts told from it); the question encoder, called as a
 * model; concatenate → (hidden layers) → softmax over answer words.
 */
function videoModel(values: PresetValues): AnyModel {
  const side = Number(values.side);
  const video = input({ shape: [Number(values.frames), side, side, 3], name: 'video' });
  const question = input({ shape: [Number(values.length)], dtype: 'int32', name: 'question' });
  const vision = visionModel([side, side, 3], values);
  const frames = timeDistributed({ layer: vision, name: 'each_frame' }).apply(video);
  const watched = lstm({ units: Number(values.videoLstm), name: 'watcher' }).apply(frames);
  const { told, outputs } = toldFacts(watched, CLIP_FACTS, values);
  const read = questionEncoder(Number(values.length), values).apply(question);
  const joined = concatenate({ name: 'video_and_question' }).apply([told, read]);
  const answer = dense({ units: Number(values.answers), activation: 'softmax', name: 'answer' }).apply(
    headed(joined, values),
  );
  return model({ inputs: [video, question], outputs: { answer, ...outputs }, name: 'video_qa' }) as AnyModel;
}

export const videoQa: Preset = {
  id: 'video-qa',
  title: 'Questions about a clip',
  teaches:
    'Models made of models: the same vision model on every frame, the same question encoder as for pictures.',
  data: 'generated clips of moving shapes and digits with questions in English',
  samples: 'clip-question',
  about:
    'The vision model of the questions about a scene is applied to every frame of a clip, an LSTM watches what it says over time, and the question encoder is called as a whole. What moves, where to, how many things move, which colour, in what order do they appear: none of these can be told from a single frame. As for pictures, a second output names the facts that questions are about. Figures of three colours appear one after another; some move, some stand still.',
  tryThis: [
    'Scrub through a clip and ask your own question about it.',
    "Choose the guide's head: it learns which answers a question can have, not which one this clip gives.",
    'Look at the graph: two models and an LSTM, nested, and the gradient passes through all of them.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.005, default: 0.003, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 16, default: 32, seed: 1 },
      epochs: { quick: 3, default: 30, seed: 1 },
    }),
    ...seeingAndReadingParams({
      filters: { quick: 4, default: 8, seed: 64 },
      blocks: { quick: 1, default: 1, seed: 3 },
      embedding: { quick: 16, default: 16, seed: 256 },
      lstm: { quick: 16, default: 32, seed: 256 },
      answers: { quick: 32, default: 32, seed: 1000 },
    }),
    modelNumber(1, 512, {
      id: 'videoLstm',
      label: 'Units of the video LSTM',
      help: 'Size of the state that watches the frames.',
      values: { quick: 64, default: 64, seed: 256 },
    }),
    ...factsParams(
      'Of the object of each colour: which figure it is, where it moves, when it appears; told by another output, and all that the head reads of the clip. The guide has none.',
      { quick: 20, default: 20, seed: 1 },
      50,
    ),
    ...headParams({ quick: 64, default: 256, seed: 256 }, { quick: 1, default: 2, seed: 1 }),
    poolingParam({ quick: 4, default: 2, seed: 1 }),
    dataNumber(16, 100, {
      id: 'frames',
      label: 'Frames',
      help: 'Pictures of a clip.',
      values: { quick: 16, default: 16, seed: 100 },
    }),
    dataNumber(32, 224, {
      id: 'side',
      label: 'Side of a frame',
      help: 'Width and height of the pictures.',
      unit: 'px',
      values: { quick: 32, default: 32, seed: 224 },
    }),
    dataNumber(6, 100, {
      id: 'length',
      label: 'Words of a question',
      help: 'Shorter questions are filled in front.',
      unit: 'words',
      values: { quick: 8, default: 8, seed: 100 },
    }),
    dataNumber(50, 10_000, {
      id: 'clips',
      label: 'Training clips',
      help: 'Clips drawn for training.',
      values: { quick: 2400, default: 5000, seed: 50 },
    }),
    dataNumber(20, 2000, {
      id: 'validationClips',
      label: 'Validation clips',
      help: 'Clips that training never sees.',
      values: { quick: 200, default: 300, seed: 20 },
    }),
    dataNumber(1, 20, {
      id: 'questions',
      label: 'Questions to a clip',
      help: 'So many questions for each clip.',
      values: { quick: 3, default: 4, seed: 4 },
    }),
  ],
  build: (values) => {
    const answering = videoModel(values);
    const outputs = answering.outputNames;
    const samples = Number(values.questions) * Number(values.clips);
    answering.compile({ optimizer: optimizerOf(values, samples), ...answerAndFacts(outputs, values) });
    return {
      model: answering,
      dataset: 'moving-shapes',
      datasetParams: {
        train: Number(values.clips),
        validation: Number(values.validationClips),
        questions: Number(values.questions),
        frames: Number(values.frames),
        size: Number(values.side),
        length: Number(values.length),
      },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { video: columns.clip!, question: columns.question! },
        targets: byOutput(outputs, (output) => columns[output]!),
      }),
    };
  },
};
