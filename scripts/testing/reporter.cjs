// Mocha takes one reporter, and two are wanted: one to read while the tests run, one for the program that counts.
const { reporters } = require('mocha');

module.exports = class {
  constructor(runner, options) {
    this.toRead = new reporters.Spec(runner, options);
    this.toCount = new reporters.JSON(runner, options);
  }
};
