/** Columns of tables that are no inputs. */
const label = /^(y|labels?|targets?|class(es)?|outputs?|species|y_true|ground_?truth)$/i;

/** Why a column of numbers is left out by its name; null if it is not. */
export function leftOutByName(name: string): string | null {
  return label.test(name.trim()) ? 'by its name it is the label' : null;
}
