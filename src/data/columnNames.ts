/** Columns of tables that are no inputs. */
const label = /^(y|labels?|targets?|class(es)?|outputs?|species|y_true|ground_?truth)$/i;
/** What pandas and others call the column that numbers the rows. */
const index = /^(|unnamed: 0|index|id|row|__index_level_0__)$/i;
/** `PassengerId`, `customer_id`. */
const identifier = /.id$/i;

/** Why a column of numbers is left out by its name; null if it is not. */
export function leftOutByName(name: string): string | null {
  return label.test(name.trim()) ? 'by its name it is the label' : null;
}

/** Whether a column by its name and its first values, whole numbers one after another, numbers the rows. */
export function numbersRows(name: string, values: () => readonly number[]): boolean {
  const plain = index.test(name.trim());
  if (!plain && !identifier.test(name.trim())) return false;
  const [first, ...others] = values();
  if (first === undefined || !Number.isInteger(first)) return false;
  // Those of a test set go on where the training set ends.
  const enough = others.length >= 9 || (plain && (first === 0 || first === 1));
  return enough && others.every((value, at) => value === first + at + 1);
}
