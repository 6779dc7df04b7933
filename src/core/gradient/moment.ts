import { counted, decimal } from '../format';

/** Where the parameters were when they were checked. */
export type Moment =
  | { readonly kind: 'start' }
  /** After steps of gradient descent with the model's own gradients. */
  | {
      readonly kind: 'trained';
      readonly steps: number;
      readonly learningRate: number;
      readonly costBefore: number;
      readonly costAfter: number;
    }
  /** At `factor` times the parameters. */
  | { readonly kind: 'scaled'; readonly factor: number };

/** `after 10 steps`; nothing for the start. */
export function momentText(moment: Moment): string {
  switch (moment.kind) {
    case 'start':
      return '';
    case 'trained':
      return `after ${counted(moment.steps, 'step')}`;
    case 'scaled':
      return `at ${decimal(moment.factor, 6)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')} × the parameters`;
  }
}
