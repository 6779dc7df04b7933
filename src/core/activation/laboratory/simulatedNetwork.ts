import type { Layer, LayerArray, LayerWeights, Network, NonFinite } from '../network';
import type { ArrayStatistics } from '../record';
import { statisticsOf } from './arrayStatistics';
import type { LaboratorySettings } from './settings';

/** Values of an array that are sorted: fewer than of a model, for sorting is what takes longest. */
const sorted = 2000;

/** Writes down the layers of the laboratory as a traced run of a model would show them. */
export class SimulatedNetwork {
  private inputs: LayerArray | null = null;
  private readonly layers: Layer[] = [];
  private nonFinite: NonFinite | null = null;
  /** Layers may share their weights, whose statistics are then taken once. */
  private last: { readonly values: Float64Array; readonly statistics: ArrayStatistics } | null = null;

  constructor(
    private readonly settings: LaboratorySettings,
    private readonly edges: Float64Array,
  ) {}

  input(values: Float64Array): void {
    this.inputs = this.array('X', values, null, false);
  }

  /** @param biases null if there are none */
  forward(
    layer: number,
    weights: Float64Array,
    biases: Float64Array | null,
    z: Float64Array,
    a: Float64Array,
  ): void {
    const preActivation = this.array(`Z${layer}`, z, layer, false);
    this.layers.push({
      number: layer,
      from: 'product',
      weights: this.weights(`W${layer}`, weights),
      biases:
        biases === null
          ? null
          : {
              tensor: null,
              name: `b${layer}`,
              statistics: this.statistics(biases, [biases.length, 1]),
            },
      preActivation,
      activation: this.array(`A${layer}`, a, layer, false),
      activationFunction: { name: this.settings.activation, parameter: null, from: 'values' },
      preActivationGradient: null,
      activationGradient: null,
    });
  }

  /** Of the same layers, from the last on. */
  backward(layer: number, dA: Float64Array, dZ: Float64Array): void {
    this.layers[layer - 1] = {
      ...this.layers[layer - 1]!,
      activationGradient: this.array(`dA${layer}`, dA, layer, true),
      preActivationGradient: this.array(`dZ${layer}`, dZ, layer, true),
    };
  }

  finish(): Network {
    const { inputs: input, layers, nonFinite } = this;
    return { input, layers, nonFinite, examples: this.settings.examples };
  }

  private statistics(values: Float64Array, shape: readonly number[]): ArrayStatistics {
    return statisticsOf(values, shape, this.edges, sorted);
  }

  private weights(name: string, values: Float64Array): LayerWeights {
    const { width } = this.settings;
    const shape = [width, width];
    if (this.last?.values !== values) this.last = { values, statistics: this.statistics(values, shape) };
    const { statistics } = this.last;
    const sides = { fanIn: width, fanOut: width, outputsFirst: true };
    return { tensor: null, name, shape, statistics, ...sides, symmetric: false, place: null };
  }

  private array(name: string, values: Float64Array, layer: number | null, backward: boolean): LayerArray {
    const { width, examples, format } = this.settings;
    const shape = [width, examples];
    const statistics = this.statistics(values, shape);
    const { nan, infinite, count } = statistics;
    if (nan + infinite > 0) {
      const kind = nan > 0 ? 'nan' : 'infinity';
      this.nonFinite ??= { kind, count: nan + infinite, of: count, name, place: null, layer, backward };
    }
    return { name, place: null, shape, dtype: format, statistics, unitsAxis: 0, examplesAxis: 1, arrays: 1 };
  }
}
