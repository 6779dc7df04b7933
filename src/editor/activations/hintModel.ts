import { count, decimal } from '../../core/format';
import type { Translate } from '../../environment/translate';
import { mark, staleMark } from '../marks';
import type { LineLayer, ScaleLine, Trouble } from './scaleLines';

/** Text at the end of a line. */
export interface Hint {
  /** One-based; the last line of the statement, where the eye leaves it. */
  readonly line: number;
  readonly text: string;
}

/** Characters of hints that an editor shows on a line before it cuts them, by default. */
export const maxHintLength = 43;

/** `64×500 · RMS 0.41 · ▲ 62% dead`, `✗ 150 layers · RMS 1.5 → 2.6 × 10²⁶`. */
export function hintOf(line: ScaleLine, t: Translate): Hint {
  const ways = line.stale ? waysBeforeEdit(line, t) : waysOf(line, t);
  const texts = ways.map((parts) => parts.filter((part) => part !== '').join(' · '));
  const text = texts.find(({ length }) => length <= maxHintLength) ?? texts.at(-1) ?? '';
  return { line: line.place.endLine, text };
}

/** What can be told, the fullest first. What is wrong is told in each. */
function waysOf({ layers }: ScaleLine, t: Translate): readonly (readonly string[])[] {
  const [size, scale] = [sizeText(layers, t), scaleText(layers, t)];
  const worst = worstOf(layers);
  if (worst === null) return [[size, scale], [scale]];
  const { trouble, layer } = worst;
  const mark = troubleMark(trouble);
  const word = `${mark} ${layers.length === 1 ? troubleWord(trouble, t) : troubleInLoop(trouble, layer, t)}`;
  const full = [size, scale, word];
  // How scale grows, the two numbers tell as well.
  return trouble.kind === 'explodes' || trouble.kind === 'vanishes'
    ? [full, [`${mark} ${size}`, scale], [`${mark} ${scale}`]]
    : [full, [size, word], [word]];
}

/** What was wrong may no longer be. */
function waysBeforeEdit({ layers }: ScaleLine, t: Translate): readonly (readonly string[])[] {
  const [size, scale] = [`${staleMark} ${sizeText(layers, t)}`, scaleText(layers, t)];
  return [[size, scale, t('before your edit')], [size, scale], [size]];
}

function sizeText(layers: readonly LineLayer[], t: Translate): string {
  const [first] = layers;
  return layers.length === 1 && first !== undefined
    ? first.array.shape.map(count).join('×')
    : t('{0} layers', count(layers.length));
}

/**
 * Of the finite values; empty where there are none. Where the scale is lost, as far as it is: an output that has its own,
 * as a sigmoid has, would hide it.
 */
function scaleText(layers: readonly LineLayer[], t: Translate): string {
  const lost = layers.findLastIndex(
    ({ trouble }) => trouble?.kind === 'explodes' || trouble?.kind === 'vanishes',
  );
  const told = lost < 1 ? layers : layers.slice(0, lost + 1);
  const scales = told.map(({ array }) => array.statistics.rms).filter((rms) => !Number.isNaN(rms));
  const [first] = scales;
  const last = scales.at(-1);
  if (first === undefined || last === undefined) return '';
  return layers.length === 1
    ? t('RMS {0}', decimal(first, 2))
    : t('RMS {0} → {1}', decimal(first, 2), decimal(last, 2));
}

/** Scale is lost from a layer on, units die in one. */
function troubleInLoop(trouble: Trouble, layer: number, t: Translate): string {
  if ('share' in trouble) return t('{0} in layer {1}', troubleWord(trouble, t), count(layer));
  const word = trouble.kind === 'not finite' ? t('not finite') : troubleWord(trouble, t);
  return t('{0} from layer {1}', word, count(layer));
}

/** ✗ where nothing useful is left, ▲ where it is time to look. */
export function troubleMark(trouble: Trouble): string {
  const some = 'share' in trouble && trouble.share < 0.995;
  return mark(some ? 'suspicious' : 'wrong');
}

/** `explodes`, `62% dead`, `12 NaN`. */
export function troubleWord(trouble: Trouble, t: Translate): string {
  switch (trouble.kind) {
    case 'not finite': {
      const { nan, infinite } = trouble;
      if (nan === 0) return t('{0} infinite', count(infinite));
      return infinite === 0 ? t('{0} NaN', count(nan)) : t('{0} not finite', count(nan + infinite));
    }
    case 'explodes':
      return t('explodes');
    case 'vanishes':
      return t('vanishes');
    case 'dead':
      return t('{0} dead', percent(trouble.share));
    case 'saturated':
      return t('{0} saturated', percent(trouble.share));
    case 'flat':
      return t('{0} flat', percent(trouble.share));
  }
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

const ranks: Readonly<Record<Trouble['kind'], number>> = {
  'not finite': 3,
  explodes: 2,
  vanishes: 2,
  dead: 1,
  saturated: 1,
  flat: 1,
};

/** The worst trouble of a line: of one that lasts its first layer, of ill units the layer that has most. */
function worstOf(layers: readonly LineLayer[]): { readonly trouble: Trouble; readonly layer: number } | null {
  let worst: { readonly trouble: Trouble; readonly layer: number } | null = null;
  for (const { layer, trouble } of layers) {
    if (trouble !== null && (worst === null || isWorse(trouble, worst.trouble)))
      worst = { trouble, layer: layer.number };
  }
  return worst;
}

function isWorse(one: Trouble, than: Trouble): boolean {
  const difference = ranks[one.kind] - ranks[than.kind];
  return difference > 0 || (difference === 0 && 'share' in one && 'share' in than && one.share > than.share);
}
