import { SCENE_FACTS } from '../data/clevr-scene.ts';
import { input } from '../nn/input.ts';
import { concatenate } from '../nn/layers/concatenate.ts';
import { dense } from '../nn/layers/dense.ts';
import { type AnyModel, model } from '../nn/model.ts';
import { headed, headParams } from './head.ts';
import { byOutput, dataNumber, everySize } from './params.ts';
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
 * Seed model 10: the question's encoding and the picture's (or the facts told from it) → concatenate → (hidden layers) → softmax over
 * answer words.
 */
function vqaModel(values: PresetValues): AnyModel {
  const side = Number(values.side);
  const image = input({ shape: [side, side, 3], name: 'image' });
  const question = input({ shape: [Number(values.length)], dtype: 'int32', name: 'question' });
  const seen = visionModel([side, side, 3], values).apply(image);
  const { told, outputs } = toldFacts(seen, SCENE_FACTS, values);
  const read = questionEncoder(Number(values.length), values).apply(question);
  const joined = concatenate({ name: 'question_and_image' }).apply([read, told]);
  const answer = dense({ units: Number(values.answers), activation: 'softmax', name: 'answer' }).apply(
    headed(joined, values),
  );
  return model({ inputs: [image, question], outputs: { answer, ...outputs }, name: 'vqa' }) as AnyModel;
}

export const vqa: Preset = {
  id: 'vqa',
  title: 'Questions about a scene',
  teaches: 'A picture and a question, each encoded by its own model, meet in one head.',
  data: 'generated scenes of six coloured shapes with questions in English',
  samples: 'image-question',
  about:
    'Convolutions look at six coloured shapes, an LSTM reads a question in English; both encodings meet, and a softmax chooses the word of the answer. Half of the questions are about one object (what shape is the red one, is it on the left), half about several (what shape is closest to it). The guide joins the encodings with one Dense layer, which adds what the picture says to what the question says: it learns which answers fit a kind of question, but never looks where the question points. With hidden layers the question can choose what of the picture counts. Even so it long does not: as long as nothing is known of the objects no question helps, and as long as the question chooses nothing no object matters. A second output breaks the circle: it names for each object whether it is a square, on the right, at the bottom, and the head reads these eighteen facts.',
  tryThis: [
    "Train with the guide's head: it ends at the base rate of each kind of question.",
    'Leave the facts unnamed: answers about one object rest near 60 %, although all that is asked can be seen.',
    'Choose a scene and ask your own question, in the words that it knows.',
    'Compare questions about one object with those about two: the second kind is what relation networks were invented for.',
  ],
  params: [
    ...trainingParams({
      optimizer: { quick: 'adam', default: 'adam', seed: 'rmsprop' },
      learningRate: { quick: 0.003, default: 0.003, seed: 0.001 },
      schedule: { quick: 'cosine', default: 'cosine', seed: 'constant' },
      batchSize: { quick: 16, default: 32, seed: 2 },
      epochs: { quick: 3, default: 5, seed: 1 },
    }),
    ...seeingAndReadingParams({
      filters: { quick: 8, default: 16, seed: 64 },
      blocks: { quick: 1, default: 1, seed: 3 },
      embedding: { quick: 16, default: 16, seed: 256 },
      lstm: { quick: 16, default: 32, seed: 256 },
      answers: { quick: 32, default: 32, seed: 1000 },
    }),
    ...factsParams(
      'Whether each of six objects is a square, on the right, at the bottom: told by another output, and all that the head reads of the picture. The guide has none.',
      everySize(1),
      10,
    ),
    ...headParams({ quick: 64, default: 256, seed: 256 }, { quick: 1, default: 1, seed: 1 }),
    poolingParam({ quick: 4, default: 2, seed: 1 }),
    dataNumber(32, 224, {
      id: 'side',
      label: 'Side of a scene',
      help: 'Width and height of the pictures.',
      unit: 'px',
      values: { quick: 32, default: 32, seed: 224 },
    }),
    dataNumber(11, 100, {
      id: 'length',
      label: 'Words of a question',
      help: 'Shorter questions are filled in front.',
      unit: 'words',
      values: { quick: 12, default: 12, seed: 100 },
    }),
    dataNumber(50, 20_000, {
      id: 'scenes',
      label: 'Training scenes',
      help: 'Scenes drawn for training.',
      values: { quick: 3000, default: 4000, seed: 1000 },
    }),
    dataNumber(20, 2000, {
      id: 'validationScenes',
      label: 'Validation scenes',
      help: 'Scenes that training never sees.',
      values: { quick: 300, default: 400, seed: 100 },
    }),
    dataNumber(1, 10, {
      id: 'questions',
      label: 'Questions of each sort',
      help: 'So many questions about one object and as many about several, for each scene.',
      values: { quick: 2, default: 10, seed: 2 },
    }),
  ],
  build: (values) => {
    const answering = vqaModel(values);
    const samples = 2 * Number(values.questions) * Number(values.scenes);
    const outputs = answering.outputNames;
    answering.compile({ optimizer: optimizerOf(values, samples), ...answerAndFacts(outputs, values) });
    return {
      model: answering,
      dataset: 'sort-of-clevr',
      datasetParams: {
        train: Number(values.scenes),
        validation: Number(values.validationScenes),
        questions: Number(values.questions),
        size: Number(values.side),
        length: Number(values.length),
      },
      batchSize: Number(values.batchSize),
      epochs: Number(values.epochs),
      columns: ({ columns }) => ({
        inputs: { image: columns.image!, question: columns.question! },
        targets: byOutput(outputs, (output) => columns[output]!),
      }),
    };
  },
};
