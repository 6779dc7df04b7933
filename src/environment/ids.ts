/**
 * Everything the manifest (package.json) and the code must agree on. A test compares the two.
 */

export const command = {
  checkGradients: 'gradientLens.checkGradients',
  checkGradientsAtCursor: 'gradientLens.checkGradientsAtCursor',
  checkGradientsUpToCell: 'gradientLens.checkGradientsUpToCell',
  /** At the start, and after training steps or at ten times the parameters. */
  checkAfterTraining: 'gradientLens.checkAfterTraining',
  showGradientPanel: 'gradientLens.showGradientPanel',
  clearResults: 'gradientLens.clearResults',
  cancelCheck: 'gradientLens.cancelCheck',
  choosePythonInterpreter: 'gradientLens.choosePythonInterpreter',
  chooseReading: 'gradientLens.chooseReading',
  insertModelContract: 'gradientLens.insertModelContract',
  openExample: 'gradientLens.openExample',
  showNormalization: 'gradientLens.showNormalization',
  insertNormalization: 'gradientLens.insertNormalization',
  showActivations: 'gradientLens.showActivations',
  openLaboratory: 'gradientLens.openLaboratory',
  showLog: 'gradientLens.showLog',
  /** Internal, with arguments (uri, tensor?, subject?): the panel with that tensor, of that check, first. */
  showTensor: 'gradientLens.showTensor',
  /** Internal, with arguments (uri, subject?): check that document, which need not be the active one. */
  checkAgain: 'gradientLens.checkAgain',
  /** Internal, with argument (uri): the panel with what is known about the activations of that document. */
  showActivationPanel: 'gradientLens.showActivationPanel',
} as const;

/** Hidden from the palette, because they need arguments. */
export const internalCommands: readonly string[] = [
  command.showTensor,
  command.checkAgain,
  command.showActivationPanel,
];

/** View type of the gradient panel, for the panel and its serializer alike. */
export const gradientPanelView = 'gradientLens.gradientPanel';

/** View type of the normalization panel. */
export const normalizationPanelView = 'gradientLens.normalizationPanel';

/** View type of the activations panel. */
export const activationsPanelView = 'gradientLens.activationsPanel';

/** View type of the scale laboratory. */
export const laboratoryPanelView = 'gradientLens.laboratoryPanel';

export const settingsSection = 'gradientLens';

/** Keys below `gradientLens.`. */
export const setting = {
  python: 'python',
  method: 'method',
  exhaustiveSeconds: 'exhaustiveSeconds',
  budget: 'budget',
  step: 'step',
  scheme: 'scheme',
  seed: 'seed',
  examples: 'examples',
  loadTimeout: 'timeout.load',
  evaluationTimeout: 'timeout.evaluation',
  codeLens: 'codeLens',
  activationHints: 'activations.inlayHints',
  readings: 'readings',
} as const;

/** Context keys for `when` clauses. */
export const contextKey = {
  hasResults: 'gradientLens.hasResults',
  checking: 'gradientLens.checking',
  hasReadings: 'gradientLens.hasReadings',
  /** The script in front looks like a model. */
  computesGradients: 'gradientLens.computesGradients',
} as const;

/** Contributed colours, all with defaults that follow the theme. */
export const color = {
  correct: 'gradientLens.correct',
  suspicious: 'gradientLens.suspicious',
  wrong: 'gradientLens.wrong',
  inconclusive: 'gradientLens.inconclusive',
  stale: 'gradientLens.stale',
} as const;
