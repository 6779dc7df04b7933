/** Root hooks of mocha for the tests that drive the editor. */
import { disposeAll, openWorkbenches } from '.';

export const mochaHooks: Mocha.RootHookObject = {
  /** Shows what the user would have seen when a test failed. */
  async afterEach(this: Mocha.Context) {
    for (const [index, workbench] of openWorkbenches().entries()) {
      const name = `failed ${this.currentTest?.fullTitle()} ${index}`.replace(/\W+/g, '-');
      if (this.currentTest?.isFailed()) console.log(await workbench.screenshot(name).catch(String));
    }
  },
  async afterAll(this: Mocha.Context) {
    this.timeout(30_000);
    await disposeAll();
  },
};
