import {
  type RecurrentKernelGradAttrs,
  recurrentKernelGradDef,
} from '../../graph/ops/recurrent-kernel-grad.ts';
import { type Kernel, read, u32 } from './types.ts';
import { ceilDiv } from './workgroups.ts';

/** Gradient of a recurrent kernel under recurrent dropout or GRU's reset before the product: one thread an element. */
export const recurrentKernelGradKernel: Kernel<RecurrentKernelGradAttrs> = {
  op: 'recurrent_kernel_grad',
  tail: true,
  variants: [
    {
      name: 'element',
      applies: () => true,
      dispatches: ({ attrs, inputs, outputs }) => {
        const [steps = 0, batch = 0, units = 0] = inputs[0]!.shape;
        const width = inputs[1]!.shape[2]!;
        return [
          {
            shader: 'rnn/kernel-grad',
            conditions: { dropped: attrs.dropped, reset: attrs.reset },
            constants: {},
            params: [
              u32('rows', steps * batch),
              u32('batch', batch),
              u32('units', units),
              u32('width', width),
            ],
            bind: inputs.map((_, i) => read('input', i)),
            workgroups: [ceilDiv(width, 8), ceilDiv(units, 8), 1],
            flops: recurrentKernelGradDef.flops!(inputs, outputs, attrs),
            bytes: 4 * (steps * batch * (units + width) + units * width),
            tail: true,
          },
        ];
      },
    },
  ],
};
