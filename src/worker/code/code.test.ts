import { expect, test } from 'vitest';
import { input } from '../../nn/input.ts';
import { layers } from '../../nn/layers/table.ts';
import { type AnyModel, model } from '../../nn/model.ts';
import { resetNames } from '../../nn/names.ts';
import type { CompileChoices } from './compile-choices.ts';
import { pythonCode } from './python.ts';
import { statementsOf } from './statements.ts';
import { typescriptCode } from './typescript.ts';

const choices: CompileChoices = {
  optimizer: { className: 'RMSprop', config: { learningRate: 0.001, rho: 0.9 } },
  outputs: ['main', 'aux'],
  losses: ['binary_crossentropy', { className: 'BinaryCrossentropy', options: { labelSmoothing: 0.1 } }],
  lossWeights: [1, 0.2],
  metrics: [['accuracy'], []],
};

/** A vision model called in time and alone, a shared LSTM, an own initializer, a regularizer, two outputs. */
function example(): AnyModel {
  resetNames();
  const image = input({ shape: [8, 8, 1] });
  const seen = layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', kernelRegularizer: 'l2' })(
    image,
  );
  const vision = model({ inputs: image, outputs: layers.flatten()(seen), name: 'vision' });
  const clip = input({ shape: [5, 8, 8, 1], name: 'clip' });
  const words = input({ shape: [6], dtype: 'int32', name: 'words' });
  const frames = layers.timeDistributed({ layer: vision })(clip);
  const shared = layers.lstm({ units: 3, name: 'shared' });
  const a = shared(frames);
  const embedded = layers.embedding({ inputDim: 10, outputDim: 144 })(words);
  const b = shared(embedded);
  const both = layers.concatenate()([a, b]);
  const aux = layers.dense({ units: 1, activation: 'sigmoid', name: 'aux' })(b);
  const main = layers.dense({ units: 1, kernelInitializer: 'he_normal', name: 'main' })(
    layers.dropout({ rate: 0.5 })(both),
  );
  return model({ inputs: [clip, words], outputs: [main, aux] }) as unknown as AnyModel;
}

test('writes a model in the own API', () => {
  expect(typescriptCode(statementsOf(example()), choices)).toMatchInlineSnapshot(`
    "import { input, layers, losses, model, optimizers } from 'trainyard';

    const clip = input({ shape: [5, 8, 8, 1], name: 'clip' });
    const inputLayer = input({ shape: [8, 8, 1] });
    const conv2d = layers.conv2d({ filters: 4, kernelSize: [3, 3], activation: 'relu', kernelRegularizer: { className: 'L2', config: { l2: 0.01 } } })(inputLayer);
    const flatten = layers.flatten()(conv2d);
    const vision = model({ inputs: inputLayer, outputs: flatten, name: 'vision' });
    const timeDistributed = layers.timeDistributed({ layer: vision })(clip);
    const shared = layers.lstm({ units: 3, name: 'shared' });
    const sharedOutput = shared(timeDistributed);
    const words = input({ shape: [6], dtype: 'int32', name: 'words' });
    const embedding = layers.embedding({ inputDim: 10, outputDim: 144 })(words);
    const sharedOutput1 = shared(embedding);
    const concatenate = layers.concatenate()([sharedOutput, sharedOutput1]);
    const dropout = layers.dropout({ rate: 0.5 })(concatenate);
    const main = layers.dense({ units: 1, kernelInitializer: 'he_normal', name: 'main' })(dropout);
    const aux = layers.dense({ units: 1, activation: 'sigmoid', name: 'aux' })(sharedOutput1);
    const network = model({ inputs: [clip, words], outputs: [main, aux] });

    network.compile({
      optimizer: optimizers.rmsprop({ learningRate: 0.001, rho: 0.9 }),
      loss: { main: 'binary_crossentropy', aux: losses.binaryCrossentropy({ labelSmoothing: 0.1 }) },
      lossWeights: { main: 1, aux: 0.2 },
      metrics: { main: ['accuracy'], aux: [] },
    });
    "
  `);
});

test('writes a model in Python for Keras', () => {
  expect(pythonCode(statementsOf(example()), choices)).toMatchInlineSnapshot(`
    "import keras

    clip = keras.Input(shape=(5, 8, 8, 1), name='clip')
    input_layer = keras.Input(shape=(8, 8, 1))
    conv2d = keras.layers.Conv2D(filters=4, kernel_size=(3, 3), activation='relu', kernel_regularizer=keras.regularizers.L2(l2=0.01))(input_layer)
    flatten = keras.layers.Flatten()(conv2d)
    vision = keras.Model(inputs=input_layer, outputs=flatten, name='vision')
    time_distributed = keras.layers.TimeDistributed(layer=vision)(clip)
    shared = keras.layers.LSTM(units=3, name='shared')
    shared_output = shared(time_distributed)
    words = keras.Input(shape=(6,), dtype='int32', name='words')
    embedding = keras.layers.Embedding(input_dim=10, output_dim=144)(words)
    shared_output_1 = shared(embedding)
    concatenate = keras.layers.Concatenate()([shared_output, shared_output_1])
    dropout = keras.layers.Dropout(rate=0.5)(concatenate)
    main = keras.layers.Dense(units=1, kernel_initializer='he_normal', name='main')(dropout)
    aux = keras.layers.Dense(units=1, activation='sigmoid', name='aux')(shared_output_1)
    model = keras.Model(inputs=[clip, words], outputs=[main, aux])

    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate=0.001, rho=0.9),
        loss={'main': 'binary_crossentropy', 'aux': keras.losses.BinaryCrossentropy(label_smoothing=0.1)},
        loss_weights={'main': 1, 'aux': 0.2},
        metrics={'main': ['accuracy'], 'aux': []},
    )
    model.summary()
    "
  `);
});
